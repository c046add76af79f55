import type { Item } from '@client';
import { type CSSProperties, useState } from 'react';
import { Button } from '../../../components/button/button.tsx';
import { Icon } from '../../../components/icon/icon.tsx';
import { useFormats } from '../../../formats/use-formats.ts';
import { useWords } from '../../../words/words-context.tsx';
import { pictureOf } from '../data/item-words.ts';
import { Caption } from './caption.tsx';
import styles from './compare.module.css';
import type { ModeProps } from './mode-props.ts';
import { Picture } from './picture.tsx';
import { Stage } from './stage.tsx';
import type { Zoom } from './zoom.ts';

/** The line reaches as far as the picture; without its size, as far as the stage. */
function lineAt(at: number, { scale, y }: Zoom, item: Item | undefined): CSSProperties {
  const { width, height } = pictureOf(item) ?? {};
  const reach = width && height ? `min(100cqh, ${(100 * height) / width}cqw) * ${scale}` : '100cqh';
  return { left: `${at}%`, '--reach': `calc(${reach})`, '--y': `${y * 100}cqh` } as CSSProperties;
}

/** Shows the first picture over another one, up to a movable line. */
export function Slider({ items, placeOf, zoom, ...stage }: ModeProps) {
  const { grid: w } = useWords();
  const formats = useFormats();
  const [at, setAt] = useState(50);
  const [right, setRight] = useState(1);
  const [first] = items;
  const second = items[right] ?? items[1];
  return (
    <div className={styles.mode}>
      <Stage label={w.slider} zoom={zoom} {...stage}>
        <div className={styles.panel} data-panel>
          <Picture item={second} zoom={zoom} />
          <div className={styles.over} style={{ clipPath: `inset(0 ${100 - at}% 0 0)` }}>
            <Picture item={first} zoom={zoom} />
          </div>
          <span className={styles.line} style={lineAt(at, zoom, first)}>
            {/* For pointers; the keyboard uses the slider below. */}
            <span
              className={styles.handle}
              onPointerDown={(event) => {
                // The drag moves the line and not the pictures.
                event.stopPropagation();
                event.currentTarget.setPointerCapture(event.pointerId);
              }}
              onPointerMove={(event) => {
                if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
                const panel = event.currentTarget.closest('[data-panel]')?.getBoundingClientRect();
                if (panel)
                  setAt(Math.min(100, Math.max(0, ((event.clientX - panel.left) / panel.width) * 100)));
              }}
            >
              <Icon name="left_right" />
            </span>
          </span>
        </div>
      </Stage>
      <div className={styles.controls}>
        <Caption item={first} items={items} placeOf={placeOf} />
        <input
          type="range"
          className={styles.range}
          min={0}
          max={100}
          value={Math.round(at)}
          aria-label={w.slider_at}
          aria-valuetext={formats.percent(Math.round(at))}
          onChange={(event) => setAt(Number(event.target.value))}
        />
        <Caption item={second} items={items} placeOf={placeOf} />
        {items.length > 2 && (
          <Button size="s" onClick={() => setRight(right + 1 < items.length ? right + 1 : 1)}>
            {w.other_one}
          </Button>
        )}
      </div>
    </div>
  );
}

import { useState } from 'react';
import { Button } from '../../../components/button/button.tsx';
import { Icon } from '../../../components/icon/icon.tsx';
import { useFormats } from '../../../formats/use-formats.ts';
import { useWords } from '../../../words/words-context.tsx';
import { Caption } from './caption.tsx';
import styles from './compare.module.css';
import type { ModeProps } from './mode-props.ts';
import { Picture } from './picture.tsx';
import { lineAt, reachOf } from './slider-extent.ts';
import { Stage } from './stage.tsx';

/** Shows the first picture over another one, up to a movable line. */
export function Slider({ items, placeOf, zoom, onBroken, ...stage }: ModeProps) {
  const { grid: w } = useWords();
  const formats = useFormats();
  const [at, setAt] = useState(50);
  const [right, setRight] = useState(1);
  const [first] = items;
  const second = items[right] ?? items[1];
  const shown = [first, second];
  const line = lineAt(at, zoom, shown);
  return (
    <div className={styles.mode}>
      <Stage label={w.slider} zoom={zoom} {...stage}>
        <div className={styles.panel} data-panel>
          <Picture item={second} zoom={zoom} onBroken={onBroken} />
          <div className={styles.over} data-left style={line}>
            <Picture item={first} zoom={zoom} onBroken={onBroken} />
          </div>
          <span className={styles.line} style={line}>
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
                if (!panel) return;
                const [from, to] = reachOf(shown, zoom, panel);
                const place = ((event.clientX - panel.left) / panel.width - from) / (to - from);
                setAt(Math.min(100, Math.max(0, place * 100)));
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

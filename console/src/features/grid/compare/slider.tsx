import { useState } from 'react';
import { Button } from '../../../components/button/button.tsx';
import { useFormats } from '../../../formats/use-formats.ts';
import { useWords } from '../../../words/words-context.tsx';
import styles from './compare.module.css';
import type { ModeProps } from './mode-props.ts';
import { Picture, useLabelOf } from './picture.tsx';
import { Stage } from './stage.tsx';

/** The first over another one, up to a line that moves. */
export function Slider({ items, zoom, onZoom }: ModeProps) {
  const { grid: w } = useWords();
  const formats = useFormats();
  const labelOf = useLabelOf();
  const [at, setAt] = useState(50);
  const [right, setRight] = useState(1);
  const [first] = items;
  const second = items[right] ?? items[1];
  return (
    <div className={styles.mode}>
      <Stage label={w.slider} zoom={zoom} onZoom={onZoom}>
        <div className={styles.panel} data-panel>
          <Picture item={second} zoom={zoom} />
          <div className={styles.over} style={{ clipPath: `inset(0 ${100 - at}% 0 0)` }}>
            <Picture item={first} zoom={zoom} />
          </div>
          <span className={styles.line} style={{ left: `${at}%` }} />
        </div>
      </Stage>
      <div className={styles.controls}>
        <span className={styles.name}>{labelOf(first)}</span>
        <input
          type="range"
          className={styles.range}
          min={0}
          max={100}
          value={at}
          aria-label={w.slider_at}
          aria-valuetext={formats.percent(at)}
          onChange={(event) => setAt(Number(event.target.value))}
        />
        <span className={styles.name}>{labelOf(second)}</span>
        {items.length > 2 && (
          <Button size="s" onClick={() => setRight(right + 1 < items.length ? right + 1 : 1)}>
            {w.other_one}
          </Button>
        )}
      </div>
    </div>
  );
}

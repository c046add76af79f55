import { useWords } from '../../../words/words-context.tsx';
import styles from './compare.module.css';
import type { ModeProps } from './mode-props.ts';
import { Picture, useLabelOf } from './picture.tsx';
import { Stage } from './stage.tsx';

export function SideBySide({ items, zoom, onZoom }: ModeProps) {
  const { grid: w } = useWords();
  const labelOf = useLabelOf();
  return (
    <Stage label={w.side_by_side} zoom={zoom} onZoom={onZoom}>
      <div className={styles.panels} data-count={items.length}>
        {items.map((item, place) => (
          <figure key={item?.index ?? `${place}`} className={styles.figure}>
            <div className={styles.panel} data-panel>
              <Picture item={item} zoom={zoom} />
            </div>
            <figcaption className={styles.caption}>{labelOf(item)}</figcaption>
          </figure>
        ))}
      </div>
    </Stage>
  );
}

import { useWords } from '../../../words/words-context.tsx';
import { Caption } from './caption.tsx';
import styles from './compare.module.css';
import type { ModeProps } from './mode-props.ts';
import { Picture } from './picture.tsx';
import { Stage } from './stage.tsx';

export function SideBySide({ items, placeOf, zoom, onBroken, ...stage }: ModeProps) {
  const { grid: w } = useWords();
  return (
    <Stage label={w.side_by_side} zoom={zoom} {...stage}>
      <div className={styles.panels} data-count={items.length}>
        {items.map((item, place) => (
          <figure key={item?.index ?? `${place}`} className={styles.figure}>
            <div className={styles.panel} data-panel>
              <Picture item={item} zoom={zoom} onBroken={onBroken} />
            </div>
            <figcaption className={styles.caption}>
              <Caption item={item} items={items} placeOf={placeOf} />
            </figcaption>
          </figure>
        ))}
      </div>
    </Stage>
  );
}

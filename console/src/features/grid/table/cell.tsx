import type { Item } from '@client';
import { memo, useState } from 'react';
import { Icon } from '../../../components/icon/icon.tsx';
import { useWords } from '../../../words/words-context.tsx';
import { pictureOf } from '../data/item-words.ts';
import type { Place } from './bands.ts';
import styles from './cell.module.css';
import { CellFace } from './cell-face.tsx';

/** From this width on, in pixels, a cell has room for words and a button. */
const ROOMY = 120;

interface Props {
  index: number;
  item: Item | undefined;
  row: number;
  column: number;
  columnIndex: number;
  left: number;
  width: number;
  height: number;
  /** What a screen reader hears of it. */
  spoken: string;
  focusable: boolean;
  picked: boolean;
  onFocus(place: Place): void;
  onOpen(index: number): void;
  onPick(index: number): void;
  onRetry: ((items: number[]) => void) | null;
}

/** Drawn again only when something of it changed; the functions that it is given do the same each time. */
const isSame = (one: Props, other: Props): boolean =>
  one.index === other.index &&
  one.item === other.item &&
  one.left === other.left &&
  one.width === other.width &&
  one.height === other.height &&
  one.spoken === other.spoken &&
  one.focusable === other.focusable &&
  one.picked === other.picked &&
  one.row === other.row &&
  one.onFocus === other.onFocus &&
  one.onOpen === other.onOpen &&
  one.onPick === other.onPick &&
  one.onRetry === other.onRetry;

export const Cell = memo(function Cell(props: Props) {
  const { index, item, row, column, left, width, height, spoken, focusable, picked } = props;
  const { grid: w, components } = useWords();
  const [broken, setBroken] = useState<string | null>(null);
  // What is written in a cell is part of its name.
  const retries = item?.status === 'failed' && props.onRetry !== null && width >= ROOMY;
  const is_broken = broken !== null && pictureOf(item)?.url === broken;
  const also = retries ? w.retry : is_broken ? components.broken_picture : null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: cells lie where the scroll has them
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid hears the keys of its cells
    <div
      role="gridcell"
      aria-colindex={props.columnIndex}
      aria-label={also === null ? spoken : w.spoken_and(spoken, also)}
      aria-selected={picked}
      tabIndex={focusable ? 0 : -1}
      className={styles.cell}
      data-status={item?.status ?? 'loading'}
      data-roomy={width >= ROOMY}
      data-item={index}
      style={{ left, width, height }}
      onFocus={() => props.onFocus({ row, column })}
      onClick={(event) => (event.ctrlKey || event.metaKey ? props.onPick(index) : props.onOpen(index))}
    >
      <CellFace
        item={item}
        edge={Math.max(width, height)}
        small={width < ROOMY}
        onRetry={props.onRetry}
        onBroken={setBroken}
      />
      <button
        type="button"
        tabIndex={-1}
        className={styles.pick}
        aria-pressed={picked}
        aria-label={w.pick(spoken)}
        onClick={(event) => {
          event.stopPropagation();
          props.onPick(index);
        }}
      >
        <Icon name="check" size={12} />
      </button>
    </div>
  );
}, isSame);

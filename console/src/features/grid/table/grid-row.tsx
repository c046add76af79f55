import type { Item } from '@client';
import { memo } from 'react';
import { saidValue } from '../../../words/said-value.ts';
import { useLanguage, useWords } from '../../../words/words-context.tsx';
import { spokenCell, spokenHeading } from '../data/item-words.ts';
import type { Arrangement } from '../view/arrange.ts';
import type { Place } from './bands.ts';
import { Cell } from './cell.tsx';
import styles from './grid-table.module.css';
import { Heading } from './heading.tsx';
import type { Layout } from './layout.ts';
import { GAP } from './track.ts';

interface Props {
  row: number;
  columns: readonly number[];
  /** The column of the cell that Tab leads to, when it is in this row. */
  active: number | null;
  arrangement: Arrangement;
  layout: Layout;
  picked: readonly number[];
  itemAt(index: number): Item | undefined;
  onFocus(place: Place): void;
  onOpen(index: number): void;
  onPick(index: number): void;
  onRetry: ((items: number[]) => void) | null;
}

/** Drawn again when another row of it comes into view, not because another row does. */
export const GridRow = memo(function GridRow(props: Props) {
  const { row, columns, active, arrangement, layout, picked, itemAt, onFocus, onOpen, onPick, onRetry } =
    props;
  const words = useWords();
  const language = useLanguage();
  const { width, height, side, head, bands } = layout;
  const cells = bands.cellsIn(row);
  const heading = spokenHeading(arrangement.rows.values(row % bands.rows), words, language);
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows lie where the scroll has them
    // biome-ignore lint/a11y/useFocusableInteractive: its cells take the focus
    <div
      role="row"
      aria-rowindex={bands.rowIndex(row)}
      className={styles.row}
      style={{ top: head + GAP + layout.rows.start(row) }}
    >
      {heading && (
        <Heading role="rowheader" index={1}>
          {heading}
        </Heading>
      )}
      {columns.map((column) => {
        if (column >= cells) return null;
        const at = bands.at({ row, column });
        const index = arrangement.indexAt(at.row, at.column);
        const item = itemAt(index);
        const values = arrangement
          .valuesAt(at.row, at.column)
          .map(({ name, value }) => saidValue(words, name, value));
        return (
          <Cell
            key={column}
            index={index}
            item={item}
            row={row}
            column={column}
            columnIndex={bands.columnIndex(column)}
            left={side + GAP + layout.columns.start(column)}
            width={width}
            height={height}
            spoken={spokenCell(values, item, words, language)}
            focusable={active === column}
            picked={picked.includes(index)}
            onFocus={onFocus}
            onOpen={onOpen}
            onPick={onPick}
            onRetry={onRetry}
          />
        );
      })}
    </div>
  );
});

import { memo } from 'react';
import { saidName } from '../../../words/said-value.ts';
import { useLanguage, useWords } from '../../../words/words-context.tsx';
import { joined, spokenHeading } from '../data/item-words.ts';
import type { Arrangement } from '../view/arrange.ts';
import styles from './grid-table.module.css';
import { Heading } from './heading.tsx';
import type { Layout } from './layout.ts';
import { GAP } from './track.ts';
import type { Visible } from './use-visible.ts';

interface Props {
  arrangement: Arrangement;
  layout: Layout;
  visible: Visible;
  /** Those that exist. */
  columns: readonly number[];
}

/** Names the columns of each band in view, with the variables of all levels. */
export const HeadingRows = memo(function HeadingRows({ arrangement, layout, visible, columns }: Props) {
  const words = useWords();
  const language = useLanguage();
  const { bands, side } = layout;
  if (bands.headed === 0) return null;
  const corner = joined(
    arrangement.rows.variables.map(({ name }) => saidName(words, name)),
    words,
    language,
  );
  return [...bands.between(visible.row_from, visible.row_to)].map(({ band, row, column: first }) => (
    // biome-ignore lint/a11y/useSemanticElements: rows lie where the scroll has them
    // biome-ignore lint/a11y/useFocusableInteractive: only cells take the focus
    <div
      key={band}
      role="row"
      aria-rowindex={bands.rowIndex(row) - 1}
      className={styles.row}
      style={{ top: layout.rows.start(row) }}
    >
      {bands.sided === 1 && (
        <Heading role="columnheader" index={1}>
          {corner}
        </Heading>
      )}
      {columns
        .filter((column) => column < bands.cellsIn(row))
        .map((column) => (
          <Heading
            key={column}
            role="columnheader"
            index={bands.columnIndex(column)}
            left={side + GAP + layout.columns.start(column)}
          >
            {spokenHeading(arrangement.columns.values(first + column), words, language)}
          </Heading>
        ))}
    </div>
  ));
});

import type { ReactNode } from 'react';
import { scrolls } from '../scroll/scrolls.ts';
import styles from './table.module.css';

interface Props {
  /** Name of the table for screen readers. */
  label: string;
  columns: readonly { key: string; label: string; numeric?: boolean; hidden?: boolean }[];
  children: ReactNode;
}

/** A table whose children are `<tr>` elements; in each, the cell that names the row is a `<th scope="row">`. On a phone, each row becomes a card whose cells, except the first, name their column. */
export function Table({ label, columns, children }: Props) {
  const names = Object.fromEntries(
    columns.map(({ label: text, hidden }, place) => [
      `--column-${place + 1}`,
      JSON.stringify(hidden ? '' : text),
    ]),
  );
  return (
    <section className={styles.frame} data-frame {...scrolls(label, 'region')}>
      <table aria-label={label} className={styles.table} style={names}>
        <thead>
          <tr>
            {columns.map(({ key, label: text, numeric, hidden }) => (
              <th key={key} scope="col" data-numeric={numeric || undefined}>
                {hidden ? <span className="visually-hidden">{text}</span> : text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}

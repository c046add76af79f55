import type { ReactNode } from 'react';
import styles from './table.module.css';

interface Props {
  /** Read out as the table's name. */
  label: string;
  columns: readonly { key: string; label: string; numeric?: boolean; hidden?: boolean }[];
  children: ReactNode;
}

/** A plain table that scrolls sideways where it must. Its rows are `<tr>` with `<td>`; on a phone a cell may say its column with `data-label`. */
export function Table({ label, columns, children }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles.frame} tabIndex={0} aria-label={label}>
      <table className={styles.table}>
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

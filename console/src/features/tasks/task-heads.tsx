import type { ReactNode } from 'react';
import { classes } from '../../components/classes.ts';
import { Icon } from '../../components/icon/icon.tsx';
import { useWords } from '../../words/words-context.tsx';
import styles from './task-heads.module.css';
import table from './task-table.module.css';
import type { TaskSearch } from './tasks-search.ts';

interface Props {
  owners: boolean;
  order: TaskSearch['order'];
  onOrder(order: TaskSearch['order']): void;
  /** The box that selects all; false if rows cannot be selected. */
  children: ReactNode;
}

/** The heads of the list. That of the age turns the order round. */
export function TaskHeads({ owners, order, onOrder, children }: Props) {
  const { tasks: w } = useWords();
  const oldest = order === 'oldest';
  return (
    <thead className={styles.heads}>
      <tr>
        {children && (
          <th scope="col" className={classes(table.check, styles.all)}>
            {children}
          </th>
        )}
        <th scope="col">{w.name}</th>
        <th scope="col" className={table.status}>
          {w.status}
        </th>
        <th scope="col" className={table.progress}>
          {w.progress}
        </th>
        {owners && (
          <th scope="col" className={table.owner}>
            {w.owner}
          </th>
        )}
        <th
          scope="col"
          className={classes(table.age, styles.order)}
          aria-sort={oldest ? 'ascending' : 'descending'}
        >
          <button
            type="button"
            className={styles.sort}
            title={oldest ? w.oldest : w.newest}
            onClick={() => onOrder(oldest ? '' : 'oldest')}
          >
            {w.created}
            <Icon name={oldest ? 'arrow_up' : 'arrow_down'} size={12} />
          </button>
        </th>
      </tr>
    </thead>
  );
}

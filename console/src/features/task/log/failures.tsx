import type { TaskDetail } from '@client';
import { useWords } from '../../../words/words-context.tsx';
import { useErrorTitle } from '../item/error-notice.tsx';
import { useItemLabel, useItems } from '../items/use-items.ts';
import { groupFailures } from './group-failures.ts';
import styles from './log.module.css';

/** Maximum number of items that are named per reason. */
const MOST_NAMED = 8;

/** Lists the reasons for failures, each once, with the items that failed for it. */
export function Failures({ task, onItem }: { task: TaskDetail; onItem(index: number): void }) {
  const { task: w } = useWords();
  const titleOf = useErrorTitle();
  const labelOf = useItemLabel();
  const { data } = useItems(task.id, { status: 'failed', page: 1 }, task.failed_items > 0);
  const groups = groupFailures(data?.items ?? []);
  if (task.failed_items === 0 || groups.length === 0) return null;
  return (
    <section className={styles.failures} aria-label={w.what_failed}>
      {groups.map(({ error, items }) => (
        <div key={`${error.type} ${error.message}`} className={styles.failure}>
          <p className={styles.reason}>
            <strong>{titleOf(error) ?? error.message}</strong>
            <span className={styles.times}>{w.times(items.length)}</span>
          </p>
          {titleOf(error) && <p className={styles.message}>{error.message}</p>}
          <p className={styles.named}>
            {items.slice(0, MOST_NAMED).map((item) => (
              <button key={item.index} type="button" onClick={() => onItem(item.index)}>
                {labelOf(item)}
              </button>
            ))}
            {items.length > MOST_NAMED && <span>{w.and_more(items.length - MOST_NAMED)}</span>}
          </p>
        </div>
      ))}
    </section>
  );
}

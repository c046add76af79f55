import type { TaskDetail } from '@client';
import { useWords } from '../../../words/words-context.tsx';
import { type SaidError, saidError } from '../item/said-error.ts';
import { useItemLabel, useItems } from '../items/use-items.ts';
import { groupFailures } from './group-failures.ts';
import styles from './log.module.css';

/** Maximum number of items that are named per reason. */
const MOST_NAMED = 8;

/** Lists the reasons for failures, each once, with the items that failed for it. */
export function Failures({ task, onItem }: { task: TaskDetail; onItem(index: number): void }) {
  const words = useWords();
  const { task: w } = words;
  const labelOf = useItemLabel();
  const { data } = useItems(task.id, { status: 'failed', page: 1 }, task.failed_items > 0);
  const groups = groupFailures(data?.items ?? []);
  if (task.failed_items === 0 || groups.length === 0) return null;
  return (
    <section className={styles.failures} aria-label={w.what_failed}>
      {groups.map(({ error, items }) => (
        <div key={`${error.type} ${error.message}`} className={styles.failure}>
          <Reason said={saidError(words, error)} count={items.length} />
          <p className={styles.named}>
            {items.slice(0, MOST_NAMED).map((item) => (
              <button key={item.index} type="button" onClick={() => onItem(item.index)}>
                {labelOf(item)}
              </button>
            ))}
            {items.length > MOST_NAMED && <span>{w.and_more(items.length - MOST_NAMED)}</span>}
          </p>
          {saidError(words, error).message === null && (
            <details className={styles.raw}>
              <summary>{w.technical}</summary>
              <code>{`${error.type}: ${error.message}`}</code>
            </details>
          )}
        </div>
      ))}
    </section>
  );
}

function Reason({ said: { title, message, short }, count }: { said: SaidError; count: number }) {
  const { task: w } = useWords();
  return (
    <>
      <p className={styles.reason}>
        <strong>{title ?? short}</strong>
        <span className={styles.times}>{w.times(count)}</span>
      </p>
      {title && message !== null && <p className={styles.message}>{message}</p>}
    </>
  );
}

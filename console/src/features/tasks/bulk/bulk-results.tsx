import { Mark } from '../../../components/badge/badge.tsx';
import { live } from '../../../live/live.ts';
import { useWords } from '../../../words/words-context.tsx';
import styles from './bulk.module.css';
import type { Action, RowResult } from './bulk-action.ts';

/** The result of each task: changed or failed. Skipped tasks are counted in one row. */
export function BulkResults({ action, results }: { action: Action; results: readonly RowResult[] }) {
  const { tasks: w } = useWords();
  const done = results.filter(({ ok }) => ok);
  const skipped = results.filter((row) => row.skipped);
  const failed = results.filter((row) => !row.ok && !row.skipped);
  return (
    <>
      <p role="status" className="visually-hidden">
        {w.bulk_done(done.length, action)}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <ul className={styles.results} tabIndex={0}>
        {[...done, ...failed].map(({ id, ok, message }) => (
          <li key={id} className={styles.result}>
            <span className={styles.name}>{live.tasks.get(id)?.name || id}</span>
            <Mark tone={ok ? 'ok' : 'bad'}>{ok ? w.row_done : (message ?? '')}</Mark>
          </li>
        ))}
        {skipped.length > 0 && <li className={styles.skipped}>{w.bulk_skipped(skipped.length, action)}</li>}
      </ul>
    </>
  );
}

import { Badge } from '../../../components/badge/badge.tsx';
import { live } from '../../../live/live.ts';
import { useWords } from '../../../words/words-context.tsx';
import styles from './bulk.module.css';
import type { RowResult } from './bulk-action.ts';

/** What happened to each task; those that were refused come first. */
export function BulkResults({ results }: { results: readonly RowResult[] }) {
  const { tasks: w } = useWords();
  const failed = results.filter(({ ok }) => !ok).length;
  const sorted = [...results].sort((one, other) => Number(one.ok) - Number(other.ok));
  return (
    <>
      <p role="status">{w.bulk_results(results.length - failed, failed)}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <ul className={styles.results} tabIndex={0}>
        {sorted.map(({ id, ok, message }) => (
          <li key={id} className={styles.result}>
            <span className={styles.name}>{live.tasks.get(id)?.name || id}</span>
            <Badge tone={ok ? 'ok' : 'bad'}>{ok ? w.row_done : (message ?? '')}</Badge>
          </li>
        ))}
      </ul>
    </>
  );
}

import type { TaskType } from '@client';
import { useFormats } from '../../formats/use-formats.ts';
import { DEFAULT_POOL } from './default-pool.ts';
import styles from './system.module.css';
import { useSystemWords } from './use-system-words.ts';

/** Whether the type has a limit that is shown. */
export const isLimited = ({ running, rate, limited_by_key, pool }: TaskType): boolean =>
  running !== null || rate !== null || limited_by_key || pool !== DEFAULT_POOL;

/** The limits of a task type: running items, rate and pool. */
export function TypeLimits({ type }: { type: TaskType }) {
  const w = useSystemWords();
  const formats = useFormats();
  const { running, rate, limited_by_key, pool } = type;
  const limits = [
    running !== null && w.limit_running(running),
    rate !== null && w.limit_rate(rate.limit, formats.duration(rate.per)),
    limited_by_key && w.limit_by_key,
    pool !== DEFAULT_POOL && w.limit_pool(pool),
  ].filter((limit) => limit !== false);
  if (limits.length === 0) return <span className={styles.idle}>{w.none}</span>;
  return (
    <ul className={styles.limits}>
      {limits.map((limit) => (
        <li key={limit}>{limit}</li>
      ))}
    </ul>
  );
}

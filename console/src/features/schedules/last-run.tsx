import type { Schedule } from '@client';
import { Link } from 'wouter';
import { Badge } from '../../components/badge/badge.tsx';
import { Ago } from '../../components/time/ago.tsx';
import { useWords } from '../../words/words-context.tsx';
import styles from './schedules.module.css';

/** What the last time came to; `short` for a row of a table. */
export function LastRun({ schedule: { last_run }, short = false }: { schedule: Schedule; short?: boolean }) {
  const { schedules: w } = useWords();
  if (!last_run) return <span className={styles.quiet}>{w.never}</span>;
  const { at, task_id, error } = last_run;
  return (
    <span className={styles.outcome}>
      <Ago time={at} />
      {error === null ? (
        <>
          {!short && <Badge tone="ok">{w.made}</Badge>}
          {task_id && <Link href={`/tasks/${task_id}`}>{w.show_task}</Link>}
        </>
      ) : (
        <>
          <Badge tone="bad">{w.not_made}</Badge>
          {!short && <span className={styles.why}>{error}</span>}
        </>
      )}
    </span>
  );
}

import type { Schedule } from '@client';
import { Link } from 'wouter';
import { Mark } from '../../components/badge/badge.tsx';
import { Ago } from '../../components/time/ago.tsx';
import styles from './schedules.module.css';
import { useScheduleWords } from './use-schedule-words.ts';

/** The outcome of the last run; `short` for a row of a table. */
export function LastRun({ schedule: { last_run }, short = false }: { schedule: Schedule; short?: boolean }) {
  const w = useScheduleWords();
  if (!last_run) return <span className={styles.quiet}>{w.never}</span>;
  const { at, task_id, error } = last_run;
  return (
    <span className={styles.outcome}>
      <Ago time={at} />
      {error === null ? (
        <>
          {!short && <Mark tone="ok">{w.made}</Mark>}
          {task_id && <Link href={`/tasks/${task_id}`}>{w.show_task}</Link>}
        </>
      ) : (
        <>
          <Mark tone="bad">{w.not_made}</Mark>
          {!short && <span className={styles.why}>{error}</span>}
        </>
      )}
    </span>
  );
}

import type { TaskDetail } from '@client';
import { Progress } from '../../components/progress/progress.tsx';
import { useRunningNow } from '../../formats/clock.ts';
import { useFormats } from '../../formats/use-formats.ts';
import { useWords } from '../../words/words-context.tsx';
import styles from './task.module.css';

/** How far the task is, in a bar and in words. */
export function TaskSummary({ task }: { task: TaskDetail }) {
  const { task: w } = useWords();
  const formats = useFormats();
  const { status, total_items, completed_items, failed_items, in_flight, started_at, finished_at } = task;
  const now = useRunningNow(started_at !== null && finished_at === null);
  const took =
    started_at &&
    formats.duration(
      (finished_at ? Date.parse(finished_at) : Math.max(now, Date.parse(started_at))) -
        Date.parse(started_at),
    );
  return (
    <div className={styles.progress}>
      <Progress
        value={task.progress}
        label={w.progress}
        status={status}
        failed={failed_items / total_items}
      />
      <p className={styles.summary}>
        <span>{w.summary(completed_items, total_items)}</span>
        {in_flight > 0 && <span>{w.running(in_flight)}</span>}
        {failed_items > 0 && <span className={styles.failed}>{w.failed(failed_items)}</span>}
        <span className={styles.took}>
          {took === null
            ? finished_at
              ? w.never_started
              : w.waiting
            : finished_at
              ? w.took_time(took)
              : w.running_for(took)}
        </span>
      </p>
    </div>
  );
}

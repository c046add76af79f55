import type { TaskDetail } from '@client';
import { Ago } from '../../components/time/ago.tsx';
import { useRunningNow } from '../../formats/clock.ts';
import { useFormats } from '../../formats/use-formats.ts';
import { useWords } from '../../words/words-context.tsx';
import { useTypeTitle } from '../tasks/use-task-types.ts';
import styles from './task.module.css';
import { timeTaken } from './time-taken.ts';

/** Progress, type, owner and age of the task in one line. */
export function TaskLine({ task }: { task: TaskDetail }) {
  const { task: w, tasks } = useWords();
  const titleOf = useTypeTitle();
  const { owner, total_items, completed_items, failed_items, in_flight } = task;
  const took = useTook(task);
  return (
    <span className={styles.line}>
      <span>{w.summary(completed_items, total_items)}</span>
      {in_flight > 0 && <span>{w.running(in_flight)}</span>}
      {failed_items > 0 && <span className={styles.failed}>{w.failed(failed_items)}</span>}
      <span>{took}</span>
      <span>{titleOf(task.type)}</span>
      <span>{owner ? owner.fullname || owner.email : tasks.owner_gone}</span>
      <Ago time={task.created_at} />
    </span>
  );
}

/** For how long it has run, counted on while it does; of a retried task, its last run. */
function useTook(task: TaskDetail): string {
  const { task: w } = useWords();
  const formats = useFormats();
  const { started_at, finished_at } = task;
  const now = useRunningNow(started_at !== null && finished_at === null);
  const ms = timeTaken(task, now);
  if (ms === null) return finished_at ? w.never_started : w.waiting;
  return finished_at ? w.took_time(formats.duration(ms)) : w.running_for(formats.duration(ms));
}

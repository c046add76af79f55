import type { TaskDetail } from '@client';
import { FactLine } from '../../components/facts/fact-line.tsx';
import { Ago } from '../../components/time/ago.tsx';
import { useRunningNow } from '../../formats/clock.ts';
import { useFormats } from '../../formats/use-formats.ts';
import { useWords } from '../../words/words-context.tsx';
import { useTypeTitle } from '../tasks/use-task-types.ts';
import styles from './task.module.css';
import { isSingle } from './task-tabs.ts';
import { timeTaken } from './time-taken.ts';

/** Progress, type, owner and age of the task in one line. */
export function TaskLine({ task }: { task: TaskDetail }) {
  const { task: w, tasks } = useWords();
  const titleOf = useTypeTitle();
  const { owner, total_items, completed_items, failed_items, in_flight } = task;
  const took = useTook(task);
  const runs = task.started_at !== null && task.finished_at === null;
  return (
    <FactLine>
      {!isSingle(task) && (
        <>
          <span>{w.summary(completed_items, total_items)}</span>
          {in_flight > 0 && <span>{w.running(in_flight)}</span>}
          {failed_items > 0 && <span className={styles.failed}>{w.failed(failed_items)}</span>}
        </>
      )}
      {took && <span>{took}</span>}
      {/* A task without a name of its own is called like its type. */}
      {titleOf(task.type) !== task.name && <span>{titleOf(task.type)}</span>}
      <span>{owner ? owner.fullname || owner.email : tasks.owner_gone}</span>
      {/* Beside the seconds that it has run for, an age would say nearly the same. */}
      {!runs && <Ago time={task.created_at} />}
    </FactLine>
  );
}

/** For how long it has run, counted on while it does; of a retried task, its last run. */
function useTook(task: TaskDetail): string | null {
  const { task: w } = useWords();
  const formats = useFormats();
  const { started_at, finished_at, earlier_runs } = task;
  const now = useRunningNow(started_at !== null && finished_at === null);
  const ms = timeTaken(task, now);
  // The status says that it waits. Events have no times: what runs already has one with the next load.
  if (ms === null) return finished_at ? w.never_started : null;
  const took = earlier_runs.length > 0 ? w.last_took : w.took_time;
  return finished_at ? took(formats.duration(ms)) : w.running_for(formats.duration(ms));
}

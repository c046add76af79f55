import type { TaskDetail } from '@client';
import { useFormats } from '../../../formats/use-formats.ts';
import { useWords } from '../../../words/words-context.tsx';
import { timeTaken } from '../time-taken.ts';
import styles from './log.module.css';

interface Step {
  name: string;
  at: string | null;
  more: string[];
  /** Status at the end; only for the last step. */
  status?: TaskDetail['status'];
}

/** The steps of the task with their times. */
export function Timeline({ task }: { task: TaskDetail }) {
  const { task: w } = useWords();
  const formats = useFormats();
  return (
    <ol className={styles.steps} aria-label={w.timeline}>
      {useSteps(task).map(({ name, at, more, status }) => (
        <li key={name} data-done={at !== null} data-status={at === null ? undefined : status}>
          <strong>{name}</strong>
          <span>{at ? formats.fullTime(at) : w.not_yet}</span>
          {more.map((text) => (
            <span key={text} className={styles.more}>
              {text}
            </span>
          ))}
        </li>
      ))}
    </ol>
  );
}

function useSteps(task: TaskDetail): Step[] {
  const { created_at, started_at, finished_at, retry_round, status } = task;
  const { task: w, status: statuses } = useWords();
  const formats = useFormats();
  const steps: Step[] = [{ name: w.created, at: created_at, more: [] }];
  // A task that was cancelled before it started never starts.
  if (started_at || !finished_at)
    steps.push({
      name: w.started,
      at: started_at,
      more: started_at ? [w.waited(formats.duration(Date.parse(started_at) - Date.parse(created_at)))] : [],
    });
  const ms = finished_at ? timeTaken(task, 0) : null;
  steps.push({
    name: finished_at ? statuses[status] : w.finished,
    at: finished_at,
    more: [
      ...(ms === null ? [] : [w.took_time(formats.duration(ms))]),
      ...(retry_round > 0 ? [w.rounds(retry_round)] : []),
    ],
    status,
  });
  return steps;
}

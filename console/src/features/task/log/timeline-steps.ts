import type { TaskDetail } from '@client';
import type { Formats } from '../../../formats/formats.ts';
import type { Words } from '../../../words/words-context.tsx';
import { timeTaken } from '../time-taken.ts';

export interface Step {
  key: string;
  name: string;
  at: string | null;
  more: string[];
  /** Of a run that has ended. */
  status?: TaskDetail['status'] | 'completed_with_failures';
  /** Stands for steps of which no times are known. */
  left_out?: true;
}

type Run = Pick<
  TaskDetail,
  'started_at' | 'finished_at' | 'status' | 'completed_items' | 'failed_items' | 'total_items'
>;

type Ended = 'completed' | 'failed' | 'cancelled';

const isOver = (status: TaskDetail['status']): status is Ended =>
  status === 'completed' || status === 'failed' || status === 'cancelled';

/** What happened to the task, from its creation on, with each run that was followed by a retry. */
export function stepsOf(task: TaskDetail, words: Words, formats: Formats): Step[] {
  const { task: w } = words;
  const { created_at, earlier_runs } = task;
  const steps: Step[] = [{ key: 'created', name: w.created, at: created_at, more: [] }];
  const [first = task] = earlier_runs;
  // A task that was cancelled before it started never starts.
  if (first.started_at || !first.finished_at)
    steps.push({
      key: 'started',
      name: w.started,
      at: first.started_at,
      more: first.started_at ? [w.waited(lasting(created_at, first.started_at, formats))] : [],
    });
  for (const [place, earlier] of earlier_runs.entries()) {
    const { run, retried_at, retried_items } = earlier;
    const next = earlier_runs[place + 1];
    const between = (next?.run ?? run + 1) - run - 1;
    const started_at = next ? next.started_at : task.started_at;
    steps.push(
      { key: `ended ${run}`, ...endOf({ ...earlier, total_items: task.total_items }, words, formats) },
      {
        key: `retried ${run}`,
        name: task.total_items === 1 ? w.retried : w.retried_of(retried_items),
        at: retried_at,
        more: started_at && between === 0 ? [w.started_later(lasting(retried_at, started_at, formats))] : [],
      },
    );
    if (between > 0)
      steps.push({
        key: `after ${run}`,
        name: w.runs_left_out(between),
        at: null,
        more: [],
        left_out: true,
      });
  }
  steps.push({ key: 'ended', ...endOf(task, words, formats) });
  return steps;
}

/** The end of a run, with its failures; of one that goes on, the end it has not reached yet. */
function endOf(run: Run, { task: w }: Words, formats: Formats): Omit<Step, 'key'> {
  const { finished_at, failed_items, total_items } = run;
  // Events say that it runs again before its times are loaded.
  if (!finished_at || !isOver(run.status)) return { name: w.finished, at: null, more: [] };
  const status = run.status === 'completed' && failed_items > 0 ? 'completed_with_failures' : run.status;
  const ms = timeTaken(run, 0);
  return {
    name: w.ended[status],
    at: finished_at,
    status,
    more: [
      ...(ms === null ? [] : [w.took_time(formats.duration(ms))]),
      ...(failed_items > 0 && total_items > 1 ? [w.some_failed(failed_items, total_items)] : []),
    ],
  };
}

const lasting = (from: string, to: string, formats: Formats): string =>
  formats.duration(Math.max(0, Date.parse(to) - Date.parse(from)));

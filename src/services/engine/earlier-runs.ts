/** What a task keeps of its runs that ended before a retry. It changes only with a retry, next to what people chose. */
import type { EarlierRun, Task } from '../../data/contracts/index.ts';

const MOST_KEPT = 20;

export const earlierRuns = (task: Pick<Task, 'picks'>): EarlierRun[] => task.picks?.runs ?? [];

/** With the run that has ended, of which so many items run again. The first one is kept, and of the others the newest. */
export function withEndedRun(task: Task, retried_at: string, retried_items: number): EarlierRun[] {
  const runs = earlierRuns(task);
  const { started_at, finished_at, status, completed_items, failed_items, cancelled_items } = task;
  const ended: EarlierRun = {
    run: (runs.at(-1)?.run ?? 0) + 1,
    started_at,
    finished_at: finished_at ?? retried_at,
    status,
    completed_items,
    failed_items,
    cancelled_items,
    retried_at,
    retried_items,
  };
  const [first = ended, ...others] = [...runs, ended];
  return [first, ...others.slice(1 - MOST_KEPT)];
}

import type { TaskDetail } from '@client';

type Times = Pick<TaskDetail, 'started_at' | 'finished_at' | 'retry_round'>;

/**
 * Milliseconds for which a task has run, up to `now` while it has not ended. Null before it starts, and once it was retried: its start
 * stays that of the first run, so the hours between the runs would count.
 */
export function timeTaken({ started_at, finished_at, retry_round }: Times, now: number): number | null {
  if (!started_at || retry_round > 0) return null;
  const started = Date.parse(started_at);
  return (finished_at ? Date.parse(finished_at) : Math.max(now, started)) - started;
}

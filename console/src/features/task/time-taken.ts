import type { TaskDetail } from '@client';

type Times = Pick<TaskDetail, 'started_at' | 'finished_at'>;

/** Milliseconds of a task's run, of the last one if it was retried; up to `now` while it has not ended. Null before it starts. */
export function timeTaken({ started_at, finished_at }: Times, now: number): number | null {
  if (!started_at) return null;
  const started = Date.parse(started_at);
  return (finished_at ? Date.parse(finished_at) : Math.max(now, started)) - started;
}

import type { Task } from './tasks.ts';

/** The owner and the UTC day if the task was deleted on the day on which it was created; null otherwise. */
export function deletedOnFirstDay({ owner_id, created_at, deleted_at }: Task): {
  owner_id: string;
  day: string;
} | null {
  const day = dayOf(created_at);
  return deleted_at && dayOf(deleted_at) === day ? { owner_id, day } : null;
}

/** The UTC day of an ISO time. */
export const dayOf = (time: string): string => time.slice(0, 10);

import type { Task, TaskEvent } from '@client';
import type { Heard } from '../../live/task-store.ts';
import { createdSince, statusesOf, type TaskSearch } from './tasks-search.ts';

/** The loaded part of a list. */
export interface Listed {
  rows: readonly Task[];
  /** By `performance.now()`: events from before are contained in the answer. */
  asked_at: number;
  /** There are no further pages. */
  complete: boolean;
}

/** Whether a list would show the task. A search for text is up to the server. */
function fits({ status, type, time, owner }: TaskSearch, event: TaskEvent): boolean {
  return (
    (!status || statusesOf(status).some((one) => one === event.status)) &&
    (status !== 'completed_with_failures' || event.failed_items > 0) &&
    (!owner || event.owner?.id === owner) &&
    (!type || event.type === type) &&
    (!time || Date.parse(event.created_at) >= createdSince(time))
  );
}

/**
 * Counts the tasks that the loaded part of a list would contain if it were loaded now: created since, or changed so that they match since. With a search, only
 * the server could tell, so none are counted.
 */
export function countUnlisted(search: TaskSearch, listed: Listed, heard: Iterable<Heard>): number {
  if (search.q.trim()) return 0;
  const ids = new Set(listed.rows.map(({ id }) => id));
  const end = listed.rows.at(-1)?.id ?? '';
  // Ids are ordered by the time of creation. What comes after the last row belongs to pages that are not loaded yet.
  const within = (id: string) => listed.complete || (search.order === 'oldest' ? id < end : id > end);
  let count = 0;
  for (const { event, at } of heard)
    if (at >= listed.asked_at && !ids.has(event.id) && within(event.id) && fits(search, event)) count += 1;
  return count;
}

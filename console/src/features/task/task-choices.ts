import type { TaskDetail } from '@client';
import { fits } from '../tasks/bulk/bulk-action.ts';
import { isMatrix } from './task-tabs.ts';

/** A signed link to all of the task's files, from servers that make one. */
export const archiveOf = (task: TaskDetail): string | null =>
  'archive_url' in task && typeof task.archive_url === 'string' ? task.archive_url : null;

/**
 * What most readers want next of a task that has ended stands in sight, before that in the menu; on a phone always there, where the
 * space is for what the task has made.
 */
export function inSight(task: TaskDetail, narrow: boolean): { download: boolean; duplicate: boolean } {
  const done = !fits.cancel(task) && !narrow;
  // The grid of a matrix has a button of its own for what it downloads.
  return { duplicate: done, download: done && !isMatrix(task) };
}

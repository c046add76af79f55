import type { Document, Filter } from 'mongodb';
import { TASK_STATUSES, type Task, type TaskFilter } from '../contracts/index.ts';
import type { Stored } from './documents.ts';
import { matchingTerms } from './search-terms.ts';

/** A task as stored. Params travel with it, so that a creation is one write; no read but `getParams` fetches them. */
export type TaskDocument = Omit<Stored<Task>, 'slots'> & {
  /** JSON text: with 256 slots a save and a read take half the time that they take as documents in the document. */
  slots: string;
  /** JSON text. */
  params: string;
  /** Beginnings of the words of the name. */
  terms: string[];
  /** The status, or `deleted`: what lists filter by. */
  listed: string;
};

/** One ordered scan of one index. */
export interface TaskScan {
  filter: Filter<TaskDocument>;
  /** Named, because the planner tries candidates and keeps one for all values of the same shape, also where it is a bad one. */
  hint: string;
}

export const listedAs = (task: Pick<Task, 'status' | 'deleted_at'>): string =>
  task.deleted_at === null ? task.status : 'deleted';

/**
 * The scans that together hold what the filter asks for: one, or, for what somebody may see, those of the own and those of the shared
 * tasks (which overlap). As one query with `$or` it takes 5,000 times as long where many tasks are foreign.
 */
export function taskScans(filter: TaskFilter, before_id?: string): TaskScan[] {
  const terms = matchingTerms(filter.words);
  const rest: Document = {
    ...(filter.type === undefined ? {} : { type: filter.type }),
    listed: filter.status ?? { $in: [...TASK_STATUSES] },
    ...(terms ? { terms } : {}),
    ...(before_id === undefined ? {} : { _id: { $lt: before_id } }),
  };
  const scan = (index: string, scope: Document): TaskScan => {
    const suffix = terms ? '_terms' : filter.type === undefined ? '' : '_type';
    return { filter: { ...scope, ...rest }, hint: index + suffix };
  };
  const { visible_to, owner_id } = filter;
  if (visible_to === undefined) return [owner_id === undefined ? scan('all', {}) : scan('own', { owner_id })];
  if (owner_id === visible_to) return [scan('own', { owner_id })];
  if (owner_id !== undefined) return [scan(terms ? 'shared' : 'shared_own', { owner_id, shared: true })];
  return [scan('own', { owner_id: visible_to }), scan('shared', { shared: true })];
}

/** What is both in the own and in the shared tasks of somebody, for a filter with `visible_to` alone. */
export const overlapScan = (filter: TaskFilter): TaskScan =>
  // To anybody else, the tasks of this owner that are visible are the shared ones.
  taskScans({ ...filter, visible_to: '', owner_id: filter.visible_to })[0] as TaskScan;

/** Merges lists that are each ordered by falling id; what is in both counts once. */
export function mergeNewestFirst<T extends { _id: string }>(lists: T[][]): T[] {
  const byId = new Map<string, T>();
  for (const list of lists) for (const one of list) byId.set(one._id, one);
  return [...byId.values()].sort((a, b) => (a._id < b._id ? 1 : -1));
}

import type { Document, Filter } from 'mongodb';
import { TASK_STATUSES, type TaskFilter } from '../contracts/index.ts';
import type { TaskDocument } from './task-document.ts';

/** One ordered scan of one index. */
export interface TaskScan {
  filter: Filter<TaskDocument>;
  /** Named, because the planner tries candidates and keeps one for all values of the same shape, also where it is a bad one. */
  hint: string;
}

/**
 * The scans that together hold what the filter asks for: one, or, for what somebody may see, those of the own and those of the shared
 * tasks (which overlap). As one query with `$or` it takes 5,000 times as long where many tasks are foreign.
 */
export function taskScans(filter: TaskFilter, before_id?: string): TaskScan[] {
  return taskScopes(filter).map(({ index, own_index = index, where, owner }) => ({
    filter: {
      ...where,
      ...owner,
      ...(filter.type === undefined ? {} : { type: filter.type }),
      listed: filter.status ?? { $in: [...TASK_STATUSES] },
      ...(before_id === undefined ? {} : { _id: { $lt: before_id } }),
    },
    hint: own_index + (filter.type === undefined ? '' : '_type'),
  }));
}

/** Whose tasks, and the name of the indexes that begin with it; what is to be seen of another's tasks has some without the words. */
export interface TaskScope {
  index: 'all' | 'own' | 'shared';
  own_index?: 'shared_own';
  where: Document;
  owner?: { owner_id: string };
}

export function taskScopes({ visible_to, owner_id }: TaskFilter): TaskScope[] {
  const ownedBy = (id: string): TaskScope => ({ index: 'own', where: { owner_id: id } });
  const shared: TaskScope = { index: 'shared', where: { shared: true } };
  if (visible_to === undefined)
    return [owner_id === undefined ? { index: 'all', where: {} } : ownedBy(owner_id)];
  if (owner_id === visible_to) return [ownedBy(visible_to)];
  if (owner_id !== undefined) return [{ ...shared, own_index: 'shared_own', owner: { owner_id } }];
  return [ownedBy(visible_to), shared];
}

/** A filter for what is both in the own and in the shared tasks of somebody, from one with `visible_to` alone. */
export const overlapOf = (filter: TaskFilter): TaskFilter =>
  // To anybody else, the tasks of this owner that are visible are the shared ones.
  ({ ...filter, visible_to: '', owner_id: filter.visible_to });

/** Merges lists that are each ordered by falling id; what is in both counts once. */
export function mergeNewestFirst<T extends { _id: string }>(lists: T[][]): T[] {
  const byId = new Map<string, T>();
  for (const list of lists) for (const one of list) byId.set(one._id, one);
  return [...byId.values()].sort((a, b) => (a._id < b._id ? 1 : -1));
}

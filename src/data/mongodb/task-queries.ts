import type { Document, Filter } from 'mongodb';
import { firstIdAt, TASK_STATUSES, type TaskFilter, type TaskPageQuery } from '../contracts/index.ts';
import { SOME } from './indexes.ts';
import type { TaskDocument } from './task-document.ts';

/** One ordered scan of one index. */
export interface TaskScan {
  filter: Filter<TaskDocument>;
  /** Named, because the planner would keep one candidate for all values of the same shape, even if it is bad for some. */
  hint: string;
}

/** The order of a page by id: -1 = newest first. */
export type Order = 1 | -1;

export const orderOf = ({ order }: Pick<TaskPageQuery, 'order'>): Order => (order === 'oldest' ? 1 : -1);

/** The requested range of ids as a condition of `_id`; `after` is the cursor. */
export function idRange(
  { created_after, created_before }: TaskFilter,
  order: Order = -1,
  after?: string,
): { $gt?: string; $gte?: string; $lt?: string } {
  const ends = [
    created_before === undefined ? undefined : firstIdAt(created_before),
    order === -1 ? after : undefined,
  ].filter((id) => id !== undefined);
  return {
    ...(created_after === undefined ? {} : { $gte: firstIdAt(created_after) }),
    ...(order === 1 && after !== undefined ? { $gt: after } : {}),
    ...(ends.length === 0 ? {} : { $lt: ends.sort()[0] }),
  };
}

const isEmpty = (object: object) => Object.keys(object).length === 0;

/** The condition, including the range if there is one. */
export const withinRange = (filter: Filter<TaskDocument>, range: object): Filter<TaskDocument> =>
  isEmpty(range) ? filter : { ...filter, _id: range };

/** The condition for some or all statuses. */
export const listedIn = (status: TaskFilter['status']): string | { $in: string[] } => {
  const [only, another] = status ?? [];
  return only !== undefined && another === undefined ? only : { $in: [...(status ?? TASK_STATUSES)] };
};

/**
 * The scans that together contain the tasks of the filter: one, or, for the tasks that somebody may see, those of own and of shared tasks
 * (which overlap). A single query with `$or` takes 5,000 times as long if many tasks belong to others.
 */
export function taskScans(filter: TaskFilter, range: object = idRange(filter)): TaskScan[] {
  return taskScopes(filter).map((scope) => {
    const { index, own_index = index, where, compared } = scope;
    const type = filter.type === undefined ? {} : { type: filter.type };
    const scan = { ...where, ...compared, ...type, listed: listedIn(filter.status), ...failuresOf(filter) };
    if (filter.has_failures && index !== 'parent')
      return { filter: withinRange(scan, range), hint: failuresIndexOf(scope, filter) };
    const typed = filter.type !== undefined && index !== 'parent';
    return { filter: withinRange(scan, range), hint: own_index + (typed ? '_type' : '') };
  });
}

/** Whose tasks, and the name of the indexes that begin with it; what is to be seen of another's tasks has some without the words. */
export interface TaskScope {
  index: 'all' | 'own' | 'shared' | 'parent';
  own_index?: 'shared_own';
  where: Document;
  /** Compared with each task, because nearly all children of a task have the same owner. */
  compared?: Document;
}

export function taskScopes({ visible_to, owner_id, parent_id }: TaskFilter): TaskScope[] {
  const ownedBy = (id: string): TaskScope => ({ index: 'own', where: { owner_id: id } });
  const shared: TaskScope = { index: 'shared', where: { shared: true } };
  if (parent_id !== undefined) {
    const visible = visible_to === undefined ? {} : { $or: [{ owner_id: visible_to }, { shared: true }] };
    const owned = owner_id === undefined ? {} : { owner_id };
    return [{ index: 'parent', where: { parent_id }, compared: { ...visible, ...owned } }];
  }
  if (visible_to === undefined)
    return [owner_id === undefined ? { index: 'all', where: {} } : ownedBy(owner_id)];
  if (owner_id === visible_to) return [ownedBy(visible_to)];
  if (owner_id !== undefined) return [{ ...shared, own_index: 'shared_own', compared: { owner_id } }];
  return [ownedBy(visible_to), shared];
}

/** The condition for the failures of a task, if there is one. */
export const failuresOf = ({ has_failures }: TaskFilter): Filter<TaskDocument> =>
  has_failures ? { failed_items: SOME } : {};

/** The index of the tasks with failures. */
export const failuresIndexOf = ({ index }: TaskScope, { type }: TaskFilter): string =>
  `${index === 'all' ? '' : `${index}_`}failures${type === undefined ? '' : '_type'}`;

/** Turns a filter with `visible_to` into one for tasks that are both own and shared. */
export const overlapOf = (filter: TaskFilter): TaskFilter =>
  // To anybody else, the tasks of this owner that are visible are the shared ones.
  ({ ...filter, visible_to: '', owner_id: filter.visible_to });

/** Merges lists in this order by id; tasks in both lists occur once. */
export function merged<T extends { _id: string }>(lists: T[][], order: Order): T[] {
  const byId = new Map<string, T>();
  for (const list of lists) for (const one of list) byId.set(one._id, one);
  return [...byId.values()].sort((a, b) => (a._id < b._id ? -order : order));
}

/** The stored tasks and the operations that the services need. Times are ISO 8601 UTC with milliseconds. */

import type { FileEntry, ItemError, ItemRow } from './items.ts';

export const TASK_STATUSES = [
  'pending',
  'processing',
  'cancelling',
  'completed',
  'failed',
  'cancelled',
] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

/** The part of a task that describes one released, unfinished item. */
export interface Slot {
  index: number;
  /** The current or last execution, from 1; 0 before the first claim. The fencing token. */
  attempt: number;
  state: 'queued' | 'processing';
  worker_id: string | null;
  /** 0–100. */
  progress: number;
  /** Not to be claimed before this time; null = at once. */
  available_at: string | null;
  /** Since when it waits or runs; shows which items have been queued too long. */
  since: string;
  /** Thrown errors in this round; rescues do not count. */
  failures: number;
  /** Delays that the handler asked for in this round, and when it first asked; they are not failures. */
  postponed?: { count: number; since: string };
  /** How many workers died while they ran this item, in this round. */
  deaths: number;
  /** The handler's last note about its progress. */
  note?: string | null;
  /** It waits for a limit of its type, until `available_at` at the latest. */
  limited?: true;
  /** True if the item was assigned to its worker when the task was created; the worker must be informed. */
  sent?: true;
  /** True if the item was cancelled while running and must stop. */
  stopping?: true;
  /** True if that was undone: once it has stopped, it waits to run again. */
  again?: true;
}

/** A run of a task that had ended before people retried it. */
export interface EarlierRun {
  /** From 1. Of many runs, some in the middle are no longer kept. */
  run: number;
  started_at: string | null;
  finished_at: string;
  /** The task as the run left it. */
  status: TaskStatus;
  completed_items: number;
  failed_items: number;
  cancelled_items: number;
  /** When people retried it, and how many items then ran again. */
  retried_at: string;
  retried_items: number;
}

export interface StoppedItem {
  index: number;
  attempt: number;
  /** The attempt was running when it was stopped. */
  ran?: true;
}

/** What people chose after the task was created: items to cancel or retry, in addition to the counters. Null until they choose. */
export interface TaskPicks {
  /** Ranges of indexes, both ends inclusive, that were cancelled before they were released. */
  cancelled: [from: number, to: number][];
  /** Items to run again, with the attempt they ended with. */
  again: { index: number; attempt: number }[];
  rest_cancelled: boolean;
  edition: number;
  /** What the cancel of the whole task stopped, until something of it runs again: items in hand or waiting to run again, and how many others. */
  stopped?: { items: StoppedItem[]; others: number };
  /** What was before each retry of the ended task, oldest first; bounded. */
  runs?: EarlierRun[];
}

/** The part of a task that is set at its creation; `saveHead` changes name, priority, shared and total_items of it. */
export interface TaskHead {
  id: string;
  type: string;
  type_version: number;
  name: string;
  /** What the task works on, in one line, as its type describes it; searches find these words as well. */
  summary: string | null;
  owner_id: string;
  /** 1 low … 10 high. */
  priority: number;
  concurrency: number;
  shared: boolean;
  total_items: number;
  /** The task whose handler created this one. */
  parent_id: string | null;
  /** The id of the request that created it, as in the log; null if the program created it by itself. */
  request_id: string | null;
  /** W3C `traceparent` of that request; null without traces. */
  trace: string | null;
  created_at: string;
}

/** The part that changes. It is replaced as a whole, by compare-and-set on `revision`. */
export interface TaskLive {
  status: TaskStatus;
  /** First index not yet considered for a slot, in this round. */
  released_items: number;
  completed_items: number;
  failed_items: number;
  cancelled_items: number;
  slots: Slot[];
  picks: TaskPicks | null;
  /** 0 at creation, +1 with each explicit retry. */
  retry_round: number;
  /** +1 with each write. */
  revision: number;
  /** 0–100. */
  progress: number;
  error: ItemError | null;
  started_at: string | null;
  finished_at: string | null;
  updated_at: string;
  /** Set when the task was deleted; from then on, it is invisible and waits for its purge. */
  deleted_at: string | null;
  /** Derived from the slots with each write, for the indexes: the number of processing slots … */
  running: number;
  /** … and when the first queued one may be claimed (null = none is queued). Never null while a slot is queued. */
  next_available_at: string | null;
  /** Sum of the files of its completed items. An item that has completed never runs again, so it only grows until the task goes. */
  stored_bytes: number;
  /** The first picture that one of its items left. It stays: an item that has completed never runs again. */
  cover: TaskCover | null;
}

export interface TaskCover extends Pick<FileEntry, 'name'> {
  index: number;
}

export type Task = TaskHead & TaskLive;

export interface TaskFilter {
  /** Only tasks that this user may see: own or shared. Absent = all tasks. */
  visible_to?: string;
  owner_id?: string;
  /** Any of these; an empty list matches nothing. */
  status?: TaskStatus[];
  type?: string;
  /** Only tasks in which at least one item has failed, whatever their status. */
  has_failures?: true;
  parent_id?: string;
  /** By the time in the id, which is the creation time: from inclusive, before exclusive. ISO. */
  created_after?: string;
  created_before?: string;
  /** Lower-case words; for each, a word of the name or the summary must begin with it. */
  words?: string[];
}

export interface TaskPageQuery extends TaskFilter {
  /** Default `newest`. */
  order?: 'newest' | 'oldest';
  /** Only tasks that follow this one in the order. */
  after_id?: string;
  /** Rows to skip; at most 10,000. */
  offset?: number;
  limit: number;
}

/** `tasks` contains fewer than requested at the end of the list, or if the search reached its limit. */
export interface TaskPage {
  tasks: Task[];
  /** In the second case: everything before this task was examined, and the search can continue with it as `after_id`. */
  searched_to: string | null;
}

export interface TaskCount {
  count: number;
  /** False if the search reached its limit: there may be more. */
  complete: boolean;
}

/** A task to be created, with its params. */
export interface NewTaskRecord {
  task: Task;
  params: unknown;
}

/** `page` and `count` leave deleted tasks out; every other method finds them. */
export interface TaskStore {
  /** One durable write. False if a task with this id already exists. */
  create(task: Task, params: unknown): Promise<boolean>;
  /**
   * Creates several tasks in one write: if one of them cannot be stored, or the process is killed, none is. One answer for each, in
   * order: false if a task with its id already exists.
   */
  createMany(tasks: readonly NewTaskRecord[]): Promise<boolean[]>;
  get(id: string): Promise<Task | null>;
  getMany(ids: string[]): Promise<Task[]>;
  getParams(id: string): Promise<unknown>;
  /**
   * Writes the live part if the stored revision still is `expected_revision`; false otherwise, or if the task no longer exists. `before` is
   * the task as stored with that revision, if it is known: parts of it that are the same objects in `task` need not be written.
   */
  save(task: Task, expected_revision: number, before?: Task): Promise<boolean>;
  /**
   * As `save`, together with outcomes of the task's items, in one durable write. `refused`: one of the outcomes does not stand (as
   * `ItemStore.put` decides) and the task was not saved; other outcomes may have been recorded. Only stores that write both as fast as
   * one have it, and only for outcomes for which `writesWithTask` is true. Under load, the end of a task may be stored up to 20 ms later,
   * together with others.
   */
  saveWithItems?(
    task: Task,
    expected_revision: number,
    rows: ItemRow[],
    before?: Task,
  ): Promise<boolean | 'refused'>;
  readonly writesWithTask?: (task: Pick<Task, 'total_items'>, row: ItemRow) => boolean;
  /** Something waits for the saves: they are not put off. */
  hurry?(): void;
  /** Like `save`, but also writes the changeable fields of the head and, if given, the params. Searches find the new name. */
  saveHead(task: Task, expected_revision: number, params?: unknown): Promise<boolean>;
  /** Like `save`, for a change that marks the task as deleted. `deletedOn` counts it if this is the UTC day on which it was created. */
  saveDeleted(task: Task, expected_revision: number): Promise<boolean>;
  /** Removes the task with its params. Its items and their logs must be removed first. */
  delete(id: string): Promise<void>;
  page(query: TaskPageQuery): Promise<TaskPage>;
  /** Counts to `cap` and stops there. */
  count(filter: TaskFilter, cap: number): Promise<TaskCount>;
  /** Page and count together, which is faster than both separately. */
  list(query: TaskPageQuery, cap: number): Promise<TaskPage & { total: TaskCount }>;
  /**
   * Tasks of this owner with a slot that may be claimed at `now`: highest priority first, then oldest; with `types`, only tasks of these
   * types, in a time that does not depend on how many tasks of other types wait.
   */
  claimable(owner_id: string, now: string, limit: number, types?: string[]): Promise<Task[]>;
  /** Tasks with a queued slot that may be claimed at `before`, in id order, after `after_id`. */
  waiting(before: string, limit: number, after_id?: string): Promise<Task[]>;
  /** Tasks with a processing slot, in id order, after `after_id`. */
  running(limit: number, after_id?: string): Promise<Task[]>;
  /** Owners of tasks with a queued slot, whenever it may be claimed, in the order of their ids, after `after_id`. */
  waitingOwners(limit: number, after_id?: string): Promise<string[]>;
  /** Tasks of this owner that are pending or processing. */
  activeOf(owner_id: string, limit: number): Promise<Task[]>;
  /** Finished before this time, oldest first. */
  finishedBefore(time: string, limit: number): Promise<Task[]>;
  /** Tasks of these owners that finished between these times (from inclusive, to exclusive), in the order of their end; including deleted ones. */
  finishedBetween(from: string, to: string, owner_ids: string[], limit: number): Promise<Task[]>;
  /** Items of this owner that are being processed, over all its tasks. */
  runningOf(owner_id: string): Promise<number>;
  /** Sum of `stored_bytes` over the tasks of this owner, including deleted ones that are not purged yet. */
  storedBytesOf(owner_id: string): Promise<number>;
  /** Number of tasks of this owner that were created and deleted on this UTC day (`2026-11-28`) and that `count` no longer includes. */
  deletedOn(owner_id: string, day: string): Promise<number>;
  /** Removes up to `limit` counts of `deletedOn` for days before this one; returns how many. */
  purgeDeletedCounts(before_day: string, limit: number): Promise<number>;
  /** Tasks that are marked deleted and have ended: to be purged. */
  deleted(limit: number): Promise<Task[]>;
}

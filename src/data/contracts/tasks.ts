/** What is stored of tasks, and the questions the services ask. Times are ISO 8601 UTC with milliseconds. */

import type { ItemError, ItemRow } from './items.ts';

export const TASK_STATUSES = [
  'pending',
  'processing',
  'cancelling',
  'completed',
  'failed',
  'cancelled',
] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

/** The place of an item in hand, in its task. */
export interface Slot {
  index: number;
  /** The execution that runs or ran last, from 1; 0 before the first claim. The fencing token. */
  attempt: number;
  state: 'queued' | 'processing';
  worker_id: string | null;
  /** 0–100. */
  progress: number;
  /** Not to be claimed before this time; null = at once. */
  available_at: string | null;
  /** Since when it waits or runs; tells what has been queued too long. */
  since: string;
  /** Errors thrown in this round; rescues do not count. */
  failures: number;
  /** Waits that the handler asked for in this round, and when it asked first; they are no failures. */
  postponed?: { count: number; since: string };
  /** Workers that died with this item in hand, in this round. */
  deaths: number;
  /** What the handler last said of its progress. */
  note?: string | null;
  /** It waits for a limit of its type, until `available_at` at the latest. */
  limited?: true;
  /** The item was cancelled while it runs and must stop. */
  stopping?: true;
}

/** Items chosen by hand for a cancel or a retry, next to what the counters tell. */
export interface TaskPicks {
  /** Ranges of indexes, both ends inclusive, that were cancelled before they were released. */
  cancelled: [from: number, to: number][];
  /** Items to run again, with the attempt they ended with. */
  again: { index: number; attempt: number }[];
  rest_cancelled: boolean;
  edition: number;
}

/** The part of a task that is set at its creation; `saveHead` changes name, priority, shared and total_items of it. */
export interface TaskHead {
  id: string;
  type: string;
  type_version: number;
  name: string;
  owner_id: string;
  /** 1 low … 10 high. */
  priority: number;
  concurrency: number;
  shared: boolean;
  total_items: number;
  /** The task whose handler made this one. */
  parent_id: string | null;
  /** Of the request that made it, as the log shows it; null for one that the program made by itself. */
  request_id: string | null;
  /** W3C `traceparent` of that request; null without traces. */
  trace: string | null;
  created_at: string;
}

/** The part that moves. It is replaced as a whole, by compare-and-set on `revision`. */
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
  /** Set when the owner deleted it while items still ran; from then on it is invisible and waits for its purge. */
  deleted_at: string | null;
  /** Derived from the slots with each write, for the indexes: how many are processing … */
  running: number;
  /** … and when the first queued one may be claimed (null = none is queued). Never null while a slot is queued. */
  next_available_at: string | null;
  /** Sum of the files of its completed items. An item that has completed never runs again, so it only grows until the task goes. */
  stored_bytes: number;
}

export type Task = TaskHead & TaskLive;

export interface TaskFilter {
  /** Only what this user may see: own or shared. Absent = everything. */
  visible_to?: string;
  owner_id?: string;
  /** Any of these; an empty list matches nothing. */
  status?: TaskStatus[];
  type?: string;
  parent_id?: string;
  /** By the time in the id, which is that of the creation: from inclusive, before exclusive. ISO. */
  created_after?: string;
  created_before?: string;
  /** Lower-case words; each must begin a word of the name. */
  words?: string[];
}

export interface TaskPageQuery extends TaskFilter {
  /** Default `newest`. */
  order?: 'newest' | 'oldest';
  /** Only tasks that follow this one in the order. */
  after_id?: string;
  /** Rows to pass over; at most 10,000. */
  offset?: number;
  limit: number;
}

/** `tasks` are fewer than asked for at the end of the list, or where the search went as far as it may. */
export interface TaskPage {
  tasks: Task[];
  /** The second case: everything before this task was looked at, and the search goes on with it as `after_id`. */
  searched_to: string | null;
}

export interface TaskCount {
  count: number;
  /** False when the search went as far as it may: there may be more. */
  complete: boolean;
}

/** Deleted tasks are left out of `page` and `count` and found by every other method. */
export interface TaskStore {
  /** One durable write. False when a task with this id exists already. */
  create(task: Task, params: unknown): Promise<boolean>;
  get(id: string): Promise<Task | null>;
  getMany(ids: string[]): Promise<Task[]>;
  getParams(id: string): Promise<unknown>;
  /** Writes the live part if the stored revision still is `expected_revision`; false otherwise (or when it is gone). */
  save(task: Task, expected_revision: number): Promise<boolean>;
  /**
   * As `save`, together with outcomes of the task's items, in one durable write. `refused`: one of the outcomes does not stand (as
   * `ItemStore.put` decides) and the task was not saved; other outcomes may have been recorded. Only stores that write both as fast as
   * one have it.
   */
  saveWithItems?(task: Task, expected_revision: number, rows: ItemRow[]): Promise<boolean | 'refused'>;
  /** The same as `save`, and writes what may change of the head, and the params where they are given. Searches find the new name. */
  saveHead(task: Task, expected_revision: number, params?: unknown): Promise<boolean>;
  /** As `save`, of a task that is marked deleted by it; counted in `deletedOn` where that is the UTC day on which it was created. */
  saveDeleted(task: Task, expected_revision: number): Promise<boolean>;
  /** Removes the task with its params. Its items and their logs must be gone first. */
  delete(id: string): Promise<void>;
  page(query: TaskPageQuery): Promise<TaskPage>;
  /** Counts to `cap` and stops there. */
  count(filter: TaskFilter, cap: number): Promise<TaskCount>;
  /** Both, at the price of less than both. */
  list(query: TaskPageQuery, cap: number): Promise<TaskPage & { total: TaskCount }>;
  /**
   * Tasks of this owner with a slot that may be claimed at `now`: highest priority first, then oldest; with `types`, only of these,
   * in a time that does not depend on how many of others wait.
   */
  claimable(owner_id: string, now: string, limit: number, types?: string[]): Promise<Task[]>;
  /** Tasks with a queued slot that may be claimed at `before`, in id order, after `after_id`. */
  waiting(before: string, limit: number, after_id?: string): Promise<Task[]>;
  /** Tasks with a processing slot, in id order, after `after_id`. */
  running(limit: number, after_id?: string): Promise<Task[]>;
  /** Unfinished tasks of this owner (pending, processing, cancelling). */
  activeOf(owner_id: string, limit: number): Promise<Task[]>;
  /** Finished before this time, oldest first. */
  finishedBefore(time: string, limit: number): Promise<Task[]>;
  /** Finished from this time on and before that one, of these owners, the first to end first; deleted ones too. */
  finishedBetween(from: string, to: string, owner_ids: string[], limit: number): Promise<Task[]>;
  /** Sum of `stored_bytes` over the tasks of this owner, those deleted and not yet purged among them. */
  storedBytesOf(owner_id: string): Promise<number>;
  /** Tasks of this owner that were created and deleted on this UTC day (`2026-11-28`); `count` no longer has them. */
  deletedOn(owner_id: string, day: string): Promise<number>;
  /** Forgets what `deletedOn` knows of days before this one, up to `limit` of it; returns how much. */
  purgeDeletedCounts(before_day: string, limit: number): Promise<number>;
  /** Marked deleted and ended: to be purged. */
  deleted(limit: number): Promise<Task[]>;
}

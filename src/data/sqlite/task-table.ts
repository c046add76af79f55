import {
  type ItemError,
  type Slot,
  TASK_STATUSES,
  type Task,
  type TaskCover,
  type TaskHead,
  type TaskLive,
  type TaskPicks,
  type TaskStatus,
} from '../contracts/index.ts';
import { isCover, isErrorOfItem, isPicks, isSlotList } from '../stored-values.ts';
import { type Columns, choice, flag, json, number, orNull, revision, Table, text } from './table.ts';

/** What a save writes. Those that are part of an index come first; of them a save sets only what changed. */
const live = {
  status: choice<TaskStatus>(TASK_STATUSES, 'failed'),
  deleted_at: orNull(text()),
  running: number,
  next_available_at: orNull(text()),
  finished_at: orNull(text()),
  stored_bytes: number,
  revision,
  released_items: number,
  completed_items: number,
  failed_items: number,
  cancelled_items: number,
  retry_round: number,
  progress: number,
  started_at: orNull(text()),
  updated_at: text(),
  error: orNull(json<ItemError | null>(null, isErrorOfItem)),
  slots: json<Slot[]>([], isSlotList),
  picks: orNull(json<TaskPicks | null>(null, isPicks)),
  cover: orNull(json<TaskCover | null>(null, isCover)),
} satisfies Columns<TaskLive>;

/** What of the head `saveHead` writes besides. */
const changeable = {
  name: text(),
  priority: number,
  shared: flag,
  total_items: number,
} satisfies Partial<Columns<TaskHead>>;

/** A task without its params, which lie in a table of their own. */
export const tasks = new Table<Task>('tasks', {
  id: text(),
  owner_id: text(),
  type: text(),
  type_version: number,
  summary: orNull(text()),
  concurrency: number,
  parent_id: orNull(text()),
  request_id: orNull(text()),
  trace: orNull(text()),
  created_at: text(),
  ...changeable,
  ...live,
});

export const liveTasks = new Table<TaskLive>('tasks', live);
export const changeableTasks = new Table<Pick<Task, keyof typeof changeable>>('tasks', changeable);

export const INDEXED = [
  'status',
  'deleted_at',
  'running',
  'next_available_at',
  'finished_at',
  'stored_bytes',
] as const;

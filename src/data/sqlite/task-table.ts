import type { ItemError, Slot, Task, TaskLive, TaskStatus } from '../contracts/index.ts';
import { type Columns, flag, json, number, orNull, Table, text } from './table.ts';

/** What a save writes. Those that are part of an index come first; of them a save sets only what changed. */
const live = {
  status: text<TaskStatus>(),
  deleted_at: orNull(text()),
  running: number,
  next_available_at: orNull(text()),
  finished_at: orNull(text()),
  revision: number,
  released_items: number,
  completed_items: number,
  failed_items: number,
  cancelled_items: number,
  retry_round: number,
  progress: number,
  started_at: orNull(text()),
  updated_at: text(),
  error: orNull(json<ItemError | null>(null)),
  slots: json<Slot[]>([]),
} satisfies Columns<TaskLive>;

/** A task without its params, which lie in a table of their own. */
export const tasks = new Table<Task>('tasks', {
  id: text(),
  owner_id: text(),
  type: text(),
  shared: flag,
  priority: number,
  type_version: number,
  name: text(),
  concurrency: number,
  total_items: number,
  created_at: text(),
  ...live,
});

export const liveTasks = new Table<TaskLive>('tasks', live);

export const INDEXED = ['status', 'deleted_at', 'running', 'next_available_at', 'finished_at'] as const;

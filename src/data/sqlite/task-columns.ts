/** The columns of tasks and items and how records become rows, in the order both threads agree on. */

import type { SQLInputValue } from 'node:sqlite';
import type { ItemRow, Task } from '../contracts/index.ts';
import { fromJson, type Row, toJson } from './sqlite-reader.ts';

export const HEAD_COLUMNS = [
  'id',
  'owner_id',
  'type',
  'shared',
  'priority',
  'type_version',
  'name',
  'concurrency',
  'total_items',
  'created_at',
] as const;

export const LIVE_COLUMNS = [
  'status',
  'deleted_at',
  'revision',
  'running',
  'next_available_at',
  'released_items',
  'completed_items',
  'failed_items',
  'cancelled_items',
  'retry_round',
  'progress',
  'started_at',
  'finished_at',
  'updated_at',
  'error',
  'slots',
] as const;

/** Everything of a task but its params, for SELECT; `tasks` must be in the FROM clause under that name. */
export const TASK_SELECT = [...HEAD_COLUMNS, ...LIVE_COLUMNS].map((column) => `tasks.${column}`).join(', ');

export function headValues(task: Task): SQLInputValue[] {
  return [
    task.id,
    task.owner_id,
    task.type,
    task.shared ? 1 : 0,
    task.priority,
    task.type_version,
    task.name,
    task.concurrency,
    task.total_items,
    task.created_at,
  ];
}

export function liveValues(task: Task): SQLInputValue[] {
  return [
    task.status,
    task.deleted_at,
    task.revision,
    task.running,
    task.next_available_at,
    task.released_items,
    task.completed_items,
    task.failed_items,
    task.cancelled_items,
    task.retry_round,
    task.progress,
    task.started_at,
    task.finished_at,
    task.updated_at,
    toJson(task.error),
    JSON.stringify(task.slots),
  ];
}

export function taskFromRow(row: Row): Task {
  return {
    ...row,
    shared: row.shared === 1,
    error: fromJson(row.error, null),
    slots: fromJson(row.slots, []),
  } as unknown as Task;
}

export const ITEM_COLUMNS = [
  'task_id',
  '"index"',
  'attempt',
  'round',
  'status',
  'label',
  'error',
  'files',
  'started_at',
  'finished_at',
  'result',
] as const;

export const ITEM_SELECT = ITEM_COLUMNS.join(', ');

export function itemValues(item: ItemRow): SQLInputValue[] {
  return [
    item.task_id,
    item.index,
    item.attempt,
    item.round,
    item.status,
    toJson(item.label),
    toJson(item.error),
    JSON.stringify(item.files),
    item.started_at,
    item.finished_at,
    item.result,
  ];
}

export function itemFromRow(row: Row): ItemRow {
  return {
    ...row,
    label: fromJson(row.label, null),
    error: fromJson(row.error, null),
    files: fromJson(row.files, []),
  } as unknown as ItemRow;
}

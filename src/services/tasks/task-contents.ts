/** All items of a task at one moment, for archives and grids. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database, FileEntry, ItemStatus, Task } from '../../data/contracts/index.ts';
import { Fault } from '../../errors.ts';
import type { TaskPlans } from '../engine/task-plans.ts';
import type { FileLinks } from './file-links.ts';
import { labelOf } from './task-access.ts';
import { errorInShort, itemView } from './task-views.ts';

/** Rows that are read at a time. */
const PAGE = 200;

/** An item without its result. */
export interface ItemContents {
  index: number;
  status: ItemStatus;
  attempt: number;
  label: Record<string, string> | null;
  error: { type: string; message: string } | null;
  files: FileEntry[];
  finished_at: string | null;
}

export interface ContentsParts {
  database: Pick<Database, 'items'>;
  plans: TaskPlans;
  links: FileLinks;
}

/** By index, and in pages so that other calls get their turn. When `gone` aborts, it ends early with a fault that nobody reads. */
export async function contentsOf(
  { database, plans, links }: ContentsParts,
  task: Task,
  gone?: AbortSignal,
): Promise<ItemContents[]> {
  const { plan } = await plans.of(task);
  const items: ItemContents[] = [];
  for (let from = 0; from < task.total_items; from += PAGE) {
    if (gone?.aborted) throw new Fault('too_many_downloads');
    const count = Math.min(PAGE, task.total_items - from);
    const rows = await database.items.page(task.id, from, count);
    const byIndex = new Map(rows.map((row) => [row.index, row]));
    for (let index = from; index < from + count; index += 1) {
      const row = byIndex.get(index);
      const view = itemView(task, index, row && { ...row, result: null }, labelOf(plan, index), links);
      const { status, attempt, label, finished_at } = view;
      const files = view.files.length > 0 ? (row?.files ?? []) : [];
      items.push({ index, status, attempt, label, error: errorInShort(view.error), files, finished_at });
    }
    // A store in this process answers without a turn of the event loop.
    await nextTurn();
  }
  return items;
}

/** The names in the labels, in the order of their first occurrence. */
export const labelNames = (items: Pick<ItemContents, 'label'>[]): string[] => [
  ...new Set(items.flatMap(({ label }) => Object.keys(label ?? {}))),
];

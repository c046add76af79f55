/** All items of a task at one moment, for archives and grids. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database, FileEntry, ItemStatus, Task } from '../../data/contracts/index.ts';
import { Fault } from '../../errors.ts';
import type { TaskPlans } from '../engine/task-plans.ts';
import { rowsInParts } from './item-rows.ts';
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
}

/** The links of these views are not used. */
const UNSIGNED = { url: () => '' };

/** Yields the items by index. If `gone` aborts, ends early with an error that nobody reads. */
export async function contentsOf(
  parts: ContentsParts,
  task: Task,
  gone?: AbortSignal,
): Promise<ItemContents[]> {
  const items: ItemContents[] = [];
  for await (const page of contentPages(parts, task, gone)) items.push(...page);
  return items;
}

/** The same items, or only the chosen ones, in pages, so that other calls get their turn. */
export async function* contentPages(
  { database: { items }, plans }: ContentsParts,
  task: Task,
  gone?: AbortSignal,
  chosen?: number[],
): AsyncGenerator<ItemContents[], void> {
  const { plan } = await plans.of(task);
  const total = chosen?.length ?? task.total_items;
  for (let from = 0; from < total; from += PAGE) {
    // A store in this process answers without returning to the event loop.
    if (from > 0) await nextTurn();
    if (gone?.aborted) throw new Fault('too_many_downloads');
    const count = Math.min(PAGE, total - from);
    const read = (at: number, most: number) =>
      chosen
        ? items.getMany(task.id, chosen.slice(from + at, from + at + most))
        : items.page(task.id, from + at, most);
    const rows = await rowsInParts(count, read, { kept: (row) => ({ ...row, result: null }) });
    const byIndex = new Map(rows.map((row) => [row.index, row]));
    yield Array.from({ length: count }, (_, at): ItemContents => {
      const index = chosen?.[from + at] ?? from + at;
      const row = byIndex.get(index);
      const view = itemView(task, index, row, labelOf(plan, index), UNSIGNED);
      const { status, attempt, label, finished_at } = view;
      const files = view.files.length > 0 ? (row?.files ?? []) : [];
      return { index, status, attempt, label, error: errorInShort(view.error), files, finished_at };
    });
  }
}

/** The names in the labels, in the order of their first occurrence. */
export const labelNames = (items: Pick<ItemContents, 'label'>[]): string[] => [
  ...new Set(items.flatMap(({ label }) => Object.keys(label ?? {}))),
];

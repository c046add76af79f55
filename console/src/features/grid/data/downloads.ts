import type { Item, TaskDetail } from '@client';
import type { Arrangement } from '../view/arrange.ts';
import { fileNameOf } from './item-words.ts';

/** Has the browser keep what is at this address; without a name, under the one that the server gives. */
export function save(url: string, name: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}

/** The files of these items, each under the name of its values. */
export function saveItems(items: readonly Item[]): void {
  for (const item of items) for (const file of item.files) save(file.url, fileNameOf(item, file.name));
}

/** The picture of the grid as it is arranged; null where the server makes none. */
export function gridPictureOf(
  task: TaskDetail,
  { rows, columns, steps, stepAt }: Arrangement,
): string | null {
  if (!task.grid_url) return null;
  const url = new URL(task.grid_url, location.origin);
  const names = (axis: Arrangement['rows']) => axis.variables.map(({ name }) => name).join(',');
  if (rows.variables.length > 0) url.searchParams.set('rows', names(rows));
  if (columns.variables.length > 0) url.searchParams.set('columns', names(columns));
  for (const step of steps) url.searchParams.set(`where.${step.name}`, step.values[stepAt(step)] ?? '');
  return url.pathname + url.search;
}

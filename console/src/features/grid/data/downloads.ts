import type { Item, TaskDetail } from '@client';
import { api } from '../../../api/client.ts';
import { languageNow } from '../../../words/words-context.tsx';
import type { Arrangement } from '../view/arrange.ts';
import { itemRanges } from './item-ranges.ts';
import { fileNameOf } from './item-words.ts';

/** Lets the browser download a URL. Without a name, the server names the file. */
export function save(url: string, name: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}

/** Larger files are not loaded into memory for renaming. */
const MOST_HELD = 100_000_000;
const KEPT_MS = 60_000;

/** Downloads the only file of these items, or all of them with their values and results as one ZIP file. */
export async function saveItems(id: string, items: readonly Item[]): Promise<void> {
  const files = items.flatMap((item) => item.files.map((file) => ({ item, file })));
  const [only] = files;
  if (files.length === 1 && only) return saveFile(id, only.item, only.file);
  // The link that the page knows may have expired.
  const { archive_url } = await api.getTask({ id });
  for (const chosen of itemRanges(items.map(({ index }) => index)))
    save(`${archive_url}&items=${chosen}`, '');
}

/** Names the file after the values of its item, because the server gives all the same name. */
async function saveFile(id: string, item: Item, { name, url, bytes }: Item['files'][number]): Promise<void> {
  if (bytes > MOST_HELD) return save(url, name);
  const { searchParams } = new URL(url, location.origin);
  const file = await api.getFile({ id, index: item.index, name, ...Object.fromEntries(searchParams) });
  const held = URL.createObjectURL(await file.blob());
  save(held, fileNameOf(item, name, languageNow()));
  setTimeout(() => URL.revokeObjectURL(held), KEPT_MS);
}

/** The URL of the picture of the grid as arranged; null if the server provides none. */
export function gridPictureOf(
  task: TaskDetail,
  { rows, columns, steps, stepAt, shownOf }: Arrangement,
): string | null {
  if (!task.grid_url) return null;
  const url = new URL(task.grid_url, location.origin);
  const names = (axis: Arrangement['rows']) => axis.variables.map(({ name }) => name).join(',');
  if (rows.variables.length > 0) url.searchParams.set('rows', names(rows));
  if (columns.variables.length > 0) url.searchParams.set('columns', names(columns));
  for (const variable of [...rows.variables, ...columns.variables]) {
    const shown = shownOf(variable);
    const whole = shown.length === variable.values.length && shown.every((value, at) => value === at);
    if (!whole) url.searchParams.set(`show.${variable.name}`, shown.join(','));
  }
  url.searchParams.set('language', languageNow());
  for (const step of steps) url.searchParams.set(`where.${step.name}`, step.values[stepAt(step)] ?? '');
  return url.pathname + url.search;
}

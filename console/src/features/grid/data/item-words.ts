import type { Item } from '@client';
import { joinValues } from '../../../words/join-values.ts';
import type { Language } from '../../../words/language.ts';
import { saidName, saidValue } from '../../../words/said-value.ts';
import type { Words } from '../../../words/words-context.tsx';
import { saidError } from '../../task/item/said-error.ts';
import type { NamedValue } from '../view/axis.ts';
import { shortResult } from './short-result.ts';

export const pictureOf = (item: Item | undefined) =>
  item?.files.find(({ content_type }) => content_type.startsWith('image/'));

/** Joins values as a list of the language. */
export const joined = (values: readonly string[], words: Words, language: Language): string =>
  joinValues(
    values.map((value) => value || words.components.none),
    language,
  );

/** The name of a row or a column for screen readers: "mood: dawn, place: desert dunes". */
export const spokenHeading = (values: readonly NamedValue[], words: Words, language: Language): string => {
  const said = values.map(({ name, value }) =>
    words.grid.now_at(saidName(words, name), saidValue(words, name, value) || words.components.none),
  );
  return joined(said, words, language);
};

/** The text of a cell for screen readers: "dawn, desert dunes, failed: the provider is away". */
export function spokenCell(
  values: readonly string[],
  item: Item | undefined,
  words: Words,
  language: Language,
): string {
  const label = joined(values, words, language);
  if (!item) return words.grid.spoken(label, words.components.loading, null);
  return words.grid.spoken(label, words.status[item.status].toLowerCase(), detailOf(item, words));
}

/** What a cell shows in place of a picture: why it failed, or its result. While an item is tried again it still has the error of its last attempt. */
function detailOf(item: Item, words: Words): string | null {
  if (item.status === 'failed') return item.error && saidError(words, item.error).short;
  const shown = item.status === 'completed' && item.result !== null && !pictureOf(item);
  return (shown && shortResult(item)) || null;
}

/** A file name for a download, made of the values of the item. */
export function fileNameOf(item: Item, name: string, language: Language): string {
  const named = Object.values((item.label ?? {}) as Record<string, string>).filter(Boolean);
  const values = joinValues(named, language);
  const ending = /\.[a-z0-9]+$/i.exec(name)?.[0] ?? '';
  const plain = values
    .replace(/[\\/:*?"<>|]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return `${plain.slice(0, 120) || `item-${item.index}`}${ending}`;
}

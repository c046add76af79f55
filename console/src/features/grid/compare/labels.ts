import type { Item } from '@client';

const labelOf = (item: Item | undefined) => (item?.label ?? {}) as Record<string, string>;

/** Names of the variables whose values differ between these items. */
export function differing(items: readonly (Item | undefined)[]): string[] {
  const loaded = items.filter((item) => item !== undefined);
  const names = new Set(loaded.flatMap((item) => Object.keys(labelOf(item))));
  return [...names].filter((name) => new Set(loaded.map((item) => labelOf(item)[name])).size > 1);
}

/** The item's values of these variables. */
export const valuesOf = (item: Item | undefined, names: readonly string[]): [name: string, value: string][] =>
  names.map((name) => [name, labelOf(item)[name] ?? '']);

/** The values that all items have in common. */
export function common(items: readonly (Item | undefined)[]): [name: string, value: string][] {
  const first = items.find((item) => item !== undefined);
  const different = differing(items);
  return valuesOf(
    first,
    Object.keys(labelOf(first)).filter((name) => !different.includes(name)),
  );
}

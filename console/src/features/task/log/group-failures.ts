import type { Item } from '@client';

export interface Failure {
  error: NonNullable<Item['error']>;
  items: Item[];
}

/** Groups failed items by reason, the most frequent reason first. */
export function groupFailures(items: readonly Item[]): Failure[] {
  const groups = new Map<string, Failure>();
  for (const item of items) {
    if (!item.error) continue;
    const { type, message } = item.error;
    const key = JSON.stringify([type, message]);
    const group = groups.get(key);
    if (group) group.items.push(item);
    else groups.set(key, { error: item.error, items: [item] });
  }
  return [...groups.values()].sort((one, other) => other.items.length - one.items.length);
}

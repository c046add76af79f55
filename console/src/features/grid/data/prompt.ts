import type { Item } from '@client';

/** The text that the item's picture was made from; null where it has none. */
export function promptOf(item: Item | undefined): string | null {
  const result = item?.result;
  if (typeof result !== 'object' || result === null || !('prompt' in result)) return null;
  return typeof result.prompt === 'string' ? result.prompt : null;
}

import type { Item } from '@client';

/** The prompt of the picture of an item; null if there is none. */
export function promptOf(item: Item | undefined): string | null {
  const result = item?.result;
  if (typeof result !== 'object' || result === null || !('prompt' in result)) return null;
  return typeof result.prompt === 'string' ? result.prompt : null;
}

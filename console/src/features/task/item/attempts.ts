import type { Item, ItemLogLine } from '@client';

export interface Attempt {
  number: number;
  /** Of the last one the item's; of an earlier one that it did not succeed. */
  status: Item['status'];
  started_at: string | null;
  lines: ItemLogLine[];
}

/** Attempts shown at most: the last ones, as the log keeps the last lines. */
const MOST = 20;

/** What each attempt of an item wrote, newest first. An attempt that wrote nothing is there all the same. */
export function attemptsOf(item: Item, lines: readonly ItemLogLine[]): Attempt[] {
  const { attempt: last, status } = item;
  const first = Math.max(1, last - MOST + 1);
  const attempts: Attempt[] = [];
  for (let number = last; number >= first; number -= 1) {
    const own = lines.filter((line) => line.attempt === number);
    attempts.push({
      number,
      status: number === last ? status : 'failed',
      started_at: (number === last ? item.started_at : null) ?? own[0]?.at ?? null,
      lines: own,
    });
  }
  return attempts;
}

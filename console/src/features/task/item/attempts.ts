import type { Item, ItemLogLine } from '@client';

export interface Attempt {
  number: number;
  /** Status of the item for its last attempt; earlier attempts did not succeed. */
  status: Item['status'];
  started_at: string | null;
  lines: ItemLogLine[];
}

/** Maximum number of attempts shown: the last ones, because the log keeps only the last lines. */
const MOST = 20;

/** Groups log lines by attempt, newest first. Attempts without lines are included. */
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

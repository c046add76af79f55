import type { Item, ItemLogLine } from '@client';

export interface Attempt {
  number: number;
  /** Status of the item for its last attempt; earlier attempts did not succeed. Interrupted: ended from outside, which is no failure. */
  status: Item['status'] | 'interrupted';
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
    const ended = own.some(({ interrupted }) => interrupted) ? 'interrupted' : 'failed';
    const is_over = number < last || (status === 'queued' && ended === 'interrupted');
    attempts.push({
      number,
      status: is_over ? ended : status,
      started_at: (number === last ? item.started_at : null) ?? own[0]?.at ?? null,
      lines: own,
    });
  }
  return attempts;
}

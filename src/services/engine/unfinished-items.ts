import type { ItemStore, Task } from '../../data/contracts/index.ts';
import { isWithin } from './index-ranges.ts';
import type { Unfinished } from './task-changes.ts';
import { isFinal } from './task-states.ts';

const ROWS_AT_ONCE = 500;

/** Which items a task in a later round has to run next, read ahead. */
export class UnfinishedItems {
  readonly #items: ItemStore;
  #round = 0;
  #read_to = 0;
  #ahead: Unfinished[] = [];

  constructor(items: ItemStore) {
    this.#items = items;
  }

  /** At least `concurrency` items if there are as many. The row of an unreleased item never changes, so the result is valid for the whole round. */
  async next(task: Task): Promise<Unfinished[]> {
    if (task.retry_round === 0 || isFinal(task.status)) return [];
    if (this.#round !== task.retry_round) {
      this.#round = task.retry_round;
      this.#read_to = task.released_items;
      this.#ahead = [];
    }
    const start = this.#ahead.findIndex(({ index }) => index >= task.released_items);
    this.#ahead = start < 0 ? [] : this.#ahead.slice(start);
    this.#read_to = Math.max(this.#read_to, task.released_items);
    while (this.#runnable(task) < task.concurrency && this.#read_to < task.total_items)
      await this.#readOn(task.id, Math.min(task.total_items, this.#read_to + ROWS_AT_ONCE));
    return this.#ahead;
  }

  /** Items cancelled by choice stay in the list, because a retry may undo the choice. */
  #runnable(task: Task): number {
    const cancelled = task.picks?.cancelled ?? [];
    return this.#ahead.filter(({ index }) => !isWithin(cancelled, index)).length;
  }

  async #readOn(task_id: string, to: number): Promise<void> {
    const rows = await this.#items.outcomes(task_id, this.#read_to, to - this.#read_to);
    const byIndex = new Map(rows.map((row) => [row.index, row]));
    for (let index = this.#read_to; index < to; index += 1) {
      const row = byIndex.get(index);
      if (row?.status !== 'completed') this.#ahead.push({ index, attempt: row?.attempt ?? 0 });
    }
    this.#read_to = to;
  }
}

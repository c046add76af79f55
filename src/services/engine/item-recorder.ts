import type { ItemRow, ItemStore } from '../../data/contracts/index.ts';
import { Batcher } from '../../runtime/batcher.ts';

const MOST_AT_ONCE = 500;

/** Writes the outcomes of items: all waiting ones in one write. */
export class ItemRecorder {
  readonly #items: ItemStore;
  readonly #writes: Batcher<ItemRow, boolean>;

  constructor(items: ItemStore) {
    this.#items = items;
    this.#writes = new Batcher({ most: MOST_AT_ONCE, run: (rows) => this.#write(rows) });
  }

  /** True if this outcome of the attempt is recorded, whether now or by an earlier try whose answer was lost. */
  record(row: ItemRow): Promise<boolean> {
    return this.#writes.add(row);
  }

  async #write(rows: ItemRow[]): Promise<boolean[]> {
    const recorded = await this.#items.put(rows);
    if (recorded.every(Boolean)) return recorded;
    return Promise.all(rows.map((row, at) => recorded[at] || this.#standsAlready(row)));
  }

  async #standsAlready(row: ItemRow): Promise<boolean> {
    const there = await this.#items.get(row.task_id, row.index);
    return (
      there?.attempt === row.attempt &&
      there.status === row.status &&
      there.finished_at === row.finished_at &&
      there.started_at === row.started_at
    );
  }
}

import type { ItemRow, ItemStore } from '../../data/contracts/index.ts';

/** Writes outcomes of items, all that wait in one write. */
export interface ItemRecorder {
  /** True when this word on the attempt stands: it was recorded, now or by an earlier try whose answer was lost. */
  record(row: ItemRow): Promise<boolean>;
}

interface Waiting {
  row: ItemRow;
  resolve(stands: boolean): void;
  reject(error: unknown): void;
}

const MOST_AT_ONCE = 500;

export function createItemRecorder(items: ItemStore): ItemRecorder {
  let waiting: Waiting[] = [];
  let writing = false;

  async function writeAll(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, MOST_AT_ONCE);
      waiting = waiting.slice(MOST_AT_ONCE);
      try {
        const recorded = await items.put(batch.map((one) => one.row));
        await Promise.all(
          batch.map(async (one, at) =>
            one.resolve((recorded[at] as boolean) || (await standsAlready(one.row))),
          ),
        );
      } catch (error) {
        for (const one of batch) one.reject(error);
      }
    }
    writing = false;
  }

  async function standsAlready(row: ItemRow): Promise<boolean> {
    const there = await items.get(row.task_id, row.index);
    return (
      there?.attempt === row.attempt &&
      there.status === row.status &&
      there.finished_at === row.finished_at &&
      there.started_at === row.started_at
    );
  }

  return {
    record(row) {
      const { promise, resolve, reject } = Promise.withResolvers<boolean>();
      waiting.push({ row, resolve, reject });
      if (!writing) {
        writing = true;
        setImmediate(() => void writeAll());
      }
      return promise;
    },
  };
}

import { isRefusedByDriver } from './mongo-errors.ts';

interface Waiting<T, R> {
  one: T;
  resolve(result: R): void;
  reject(error: unknown): void;
}

/**
 * Groups writes that arrive while others are under way into one: each waits for the journal of the disk, so a write of 200
 * takes hardly longer than a write of one. `write` gives a result (or an error) for each, in order; what it throws concerns all.
 */
export function createWriteBatches<T, R>(
  write: (batch: T[]) => Promise<(R | Error)[]>,
  { most = 500, in_flight = 2 }: { most?: number; in_flight?: number } = {},
): (one: T) => Promise<R> {
  let waiting: Waiting<T, R>[] = [];
  let under_way = 0;
  let woken = false;

  function next(): void {
    woken = false;
    while (waiting.length > 0 && under_way < in_flight) {
      const batch = waiting.slice(0, most);
      waiting = waiting.slice(most);
      under_way += 1;
      void writeOne(batch).finally(() => {
        under_way -= 1;
        next();
      });
    }
  }

  async function writeOne(batch: Waiting<T, R>[]): Promise<void> {
    try {
      const results = await write(batch.map(({ one }) => one));
      batch.forEach(({ resolve, reject }, at) => {
        const result = results[at] as R | Error;
        if (result instanceof Error) reject(result);
        else resolve(result);
      });
    } catch (error) {
      // A document the driver itself refuses (too large, say) must not take its neighbours along; nothing was sent then.
      if (batch.length > 1 && isRefusedByDriver(error)) {
        for (const one of batch) await writeOne([one]);
        return;
      }
      for (const { reject } of batch) reject(error);
    }
  }

  return (one) => {
    const { promise, resolve, reject } = Promise.withResolvers<R>();
    waiting.push({ one, resolve, reject });
    if (!woken) {
      woken = true;
      // What comes in the same turn of the event loop travels together.
      queueMicrotask(next);
    }
    return promise;
  };
}

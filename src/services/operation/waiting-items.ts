import { type Database, type PooledTurnQueue, type Slot, Unavailable } from '../../data/contracts/index.ts';
import type { SteadyClock } from '../../runtime/clock.ts';
import { pagesOf, TASKS_AT_ONCE } from '../engine/task-pages.ts';
import type { TaskPools } from '../engine/task-pools.ts';

/** Up to this many waiting tasks are counted item by item; with more, the number in the queue is precise enough. */
const MOST_TASKS = 2_000;

export interface WaitingItemsParts {
  database: Pick<Database, 'tasks' | 'typePauses'>;
  queue: Pick<PooledTurnQueue, 'waiting'>;
  pools: Pick<TaskPools, 'of'>;
  clock: SteadyClock;
}

/**
 * Counts the items that wait for a worker. The queue alone is not precise: the scheduler pushes turns of long-waiting items again, because
 * they may be lost, and turns of cancelled items or paused types stay until a worker takes them.
 */
export class WaitingItems {
  readonly #parts: WaitingItemsParts;

  constructor(parts: WaitingItemsParts) {
    this.#parts = parts;
  }

  /** The number for each of these pools. Throws `Unavailable` while the queue cannot be reached. */
  async of(pools: readonly string[]): Promise<Map<string, number>> {
    const { queue } = this.#parts;
    const [turns, items] = await Promise.all([
      Promise.all(pools.map((pool) => queue.waiting(pool))),
      this.#queued(),
    ]);
    return new Map(
      pools.map((pool, at) => {
        const waiting = turns[at] ?? 0;
        return [pool, items ? Math.min(waiting, items.get(pool) ?? 0) : waiting];
      }),
    );
  }

  /** The number of items that may start, by pool; null if there are too many tasks, or if the database cannot be reached. */
  async #queued(): Promise<Map<string, number> | null> {
    const { database, pools, clock } = this.#parts;
    const now = new Date(clock.now()).toISOString();
    const isDue = ({ state, available_at, since }: Slot) =>
      state === 'queued' && (available_at ?? since) <= now;
    const items = new Map<string, number>();
    try {
      const paused = new Set((await database.typePauses.list()).map(({ type }) => type));
      let seen = 0;
      for await (const page of pagesOf((after) => database.tasks.waiting(now, TASKS_AT_ONCE, after))) {
        for (const { type, slots } of page) {
          if (paused.has(type)) continue;
          const pool = pools.of(type);
          items.set(pool, (items.get(pool) ?? 0) + slots.filter(isDue).length);
        }
        seen += page.length;
        if (seen >= MOST_TASKS) return null;
      }
      return items;
    } catch (error) {
      if (error instanceof Unavailable) return null;
      throw error;
    }
  }
}

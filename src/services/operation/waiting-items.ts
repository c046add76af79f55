import { type Database, type PooledTurnQueue, type Slot, Unavailable } from '../../data/contracts/index.ts';
import type { SteadyClock } from '../../runtime/clock.ts';
import type { TaskPools } from '../engine/task-pools.ts';

const TASKS_AT_ONCE = 200;
/** So many waiting tasks are counted item by item. Of more, the queue tells enough. */
const MOST_TASKS = 2_000;

export interface WaitingItemsParts {
  database: Pick<Database, 'tasks' | 'typePauses'>;
  queue: Pick<PooledTurnQueue, 'waiting'>;
  pools: Pick<TaskPools, 'of'>;
  clock: SteadyClock;
}

/**
 * How many items wait for a worker. The queue alone does not tell: the scheduler pushes turns of items that have waited for long again,
 * because theirs may be lost, and turns of items that were cancelled or whose type is paused stay until somebody takes them.
 */
export class WaitingItems {
  readonly #parts: WaitingItemsParts;

  constructor(parts: WaitingItemsParts) {
    this.#parts = parts;
  }

  /** Of each of these pools. Throws `Unavailable` while the queue cannot be reached. */
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

  /** Items that may start, by pool; null if there are too many tasks to look at, or the database cannot be reached. */
  async #queued(): Promise<Map<string, number> | null> {
    const { database, pools, clock } = this.#parts;
    const now = new Date(clock.now()).toISOString();
    const isDue = ({ state, available_at, since }: Slot) =>
      state === 'queued' && (available_at ?? since) <= now;
    const items = new Map<string, number>();
    try {
      const paused = new Set((await database.typePauses.list()).map(({ type }) => type));
      let after: string | undefined;
      for (let seen = 0; seen < MOST_TASKS; seen += TASKS_AT_ONCE) {
        const page = await database.tasks.waiting(now, TASKS_AT_ONCE, after);
        for (const { type, slots } of page) {
          if (paused.has(type)) continue;
          const pool = pools.of(type);
          items.set(pool, (items.get(pool) ?? 0) + slots.filter(isDue).length);
        }
        if (page.length < TASKS_AT_ONCE) return items;
        after = page.at(-1)?.id;
      }
      return null;
    } catch (error) {
      if (error instanceof Unavailable) return null;
      throw error;
    }
  }
}

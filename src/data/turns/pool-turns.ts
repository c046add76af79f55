import {
  DEFAULT_POOL,
  type IdlePlaces,
  type PooledTurnQueue,
  type TurnConsumer,
  type TurnQueue,
  type Turns,
} from '../contracts/index.ts';
import { SharedPlaces } from './shared-places.ts';

/**
 * A separate queue for each pool of workers, opened when it is first needed, so that no worker takes a turn that it cannot use and no
 * pool waits for another.
 */
export class PoolTurns implements PooledTurnQueue {
  readonly #open: (pool: string) => TurnQueue;
  readonly #queues = new Map<string, TurnQueue>();

  constructor(open: (pool: string) => TurnQueue) {
    this.#open = open;
    this.know([DEFAULT_POOL]);
  }

  async push(turns: Turns[]): Promise<void> {
    if (turns.every(({ pool = DEFAULT_POOL }) => pool === DEFAULT_POOL))
      return this.#of(DEFAULT_POOL).push(turns);
    const by_pool = Map.groupBy(turns, ({ pool = DEFAULT_POOL }) => pool);
    await Promise.all([...by_pool].map(([pool, some]) => this.#of(pool).push(some)));
  }

  serve(
    places: number,
    take: (owner_id: string, pool: string) => Promise<void>,
    pools: readonly string[] = [DEFAULT_POOL],
  ): TurnConsumer {
    const [only = DEFAULT_POOL] = pools;
    if (pools.length <= 1) return servedAs(only, this.#of(only), places, take);
    return new SharedPlaces(new Map(pools.map((pool) => [pool, this.#of(pool)])), places, take);
  }

  idleOf(pool: string): IdlePlaces | undefined {
    return this.#of(pool).idle;
  }

  async lostTurns(): Promise<boolean> {
    const lost = await Promise.all([...this.#queues.values()].map((queue) => queue.lostTurns()));
    return lost.includes(true);
  }

  async mayMissTurns(): Promise<boolean> {
    const missing = await Promise.all([...this.#queues.values()].map((queue) => queue.mayMissTurns?.()));
    return missing.includes(true);
  }

  async reportMissing(): Promise<void> {
    await this.#of(DEFAULT_POOL).reportMissing?.();
  }

  async waiting(pool?: string): Promise<number> {
    if (pool !== undefined) return this.#of(pool).waiting();
    const counts = await Promise.all([...this.#queues.values()].map((queue) => queue.waiting()));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  async drop(owner_id: string, pool = DEFAULT_POOL): Promise<number> {
    return (await this.#of(pool).drop?.(owner_id)) ?? 0;
  }

  know(pools: readonly string[]): void {
    for (const pool of pools) this.#of(pool);
  }

  async ping(): Promise<void> {
    await Promise.all([...this.#queues.values()].map((queue) => queue.ping()));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#queues.values()].map((queue) => queue.close()));
  }

  #of(pool: string): TurnQueue {
    let queue = this.#queues.get(pool);
    if (!queue) {
      queue = this.#open(pool);
      this.#queues.set(pool, queue);
    }
    return queue;
  }
}

/** The only pool of its consumer. */
function servedAs(
  pool: string,
  queue: TurnQueue,
  places: number,
  take: (owner_id: string, pool: string) => Promise<void>,
): TurnConsumer {
  const consumer = queue.serve(places, (owner_id) => take(owner_id, pool));
  const takePlace = consumer.takePlace?.bind(consumer);
  if (!takePlace) return consumer;
  return {
    takePlace: (owner_id, of) => (of === pool ? takePlace(owner_id, of) : null),
    pause: () => consumer.pause(),
    resume: () => consumer.resume(),
    close: () => consumer.close(),
  };
}

import {
  DEFAULT_POOL,
  type IdlePlaces,
  isSystemOwner,
  type PooledTurnQueue,
  SYSTEM_PLACES,
  type TurnConsumer,
  type TurnQueue,
  type Turns,
} from '../contracts/index.ts';

/**
 * Separate queues, with separate places, for the turns of people and of the system. Whatever the system has to do (such as a thousand
 * calls to a receiver that does not answer), no item of a person waits for it. Workers of every pool do the system's work.
 */
export class SystemTurns implements PooledTurnQueue {
  readonly #people: PooledTurnQueue;
  readonly #system: TurnQueue;

  constructor(people: PooledTurnQueue, system: TurnQueue) {
    this.#people = people;
    this.#system = system;
  }

  async push(turns: Turns[]): Promise<void> {
    const system = turns.filter(({ owner_id }) => isSystemOwner(owner_id));
    if (system.length === 0) return this.#people.push(turns);
    const people = turns.filter(({ owner_id }) => !isSystemOwner(owner_id));
    await Promise.all([this.#system.push(system), people.length > 0 && this.#people.push(people)]);
  }

  serve(
    places: number,
    take: (owner_id: string, pool: string) => Promise<void>,
    pools?: readonly string[],
  ): TurnConsumer {
    const people = this.#people.serve(places, take, pools);
    const system = this.#system.serve(SYSTEM_PLACES, (owner_id) => take(owner_id, DEFAULT_POOL));
    const both = [people, system];
    const offer = people.offer?.bind(people);
    return {
      ...(offer && { offer }),
      // Only turns of people.
      takePlace: people.takePlace && ((owner_id, pool) => people.takePlace?.(owner_id, pool) ?? null),
      pause: () => {
        for (const one of both) one.pause();
      },
      resume: () => {
        for (const one of both) one.resume();
      },
      close: async () => {
        await Promise.all(both.map((one) => one.close()));
      },
    };
  }

  idleOf(pool: string): IdlePlaces | undefined {
    return this.#people.idleOf(pool);
  }

  async lostTurns(): Promise<boolean> {
    const lost = await Promise.all([this.#people.lostTurns(), this.#system.lostTurns()]);
    return lost.includes(true);
  }

  async mayMissTurns(): Promise<boolean> {
    const missing = await Promise.all([this.#people.mayMissTurns?.(), this.#system.mayMissTurns?.()]);
    return missing.includes(true);
  }

  async reportMissing(): Promise<void> {
    await this.#people.reportMissing?.();
  }

  async waiting(pool?: string): Promise<number> {
    return this.#people.waiting(pool);
  }

  async drop(owner_id: string, pool?: string): Promise<number> {
    const dropped = isSystemOwner(owner_id)
      ? this.#system.drop?.(owner_id)
      : this.#people.drop?.(owner_id, pool);
    return (await dropped) ?? 0;
  }

  know(pools: readonly string[]): void {
    this.#people.know(pools);
  }

  async ping(): Promise<void> {
    await Promise.all([this.#people.ping(), this.#system.ping()]);
  }

  async close(): Promise<void> {
    await Promise.all([this.#people.close(), this.#system.close()]);
  }
}

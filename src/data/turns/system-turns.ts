import { isSystemOwner, type TurnConsumer, type TurnQueue, type Turns } from '../contracts/index.ts';

/** Items of the system's own that one worker runs at once, besides those of people. */
const SYSTEM_PLACES = 8;

/**
 * Turns of people and turns of the system in queues of their own, each with its own places: whatever the system has to do (a thousand
 * calls to a receiver that does not answer), no item of a person waits for it.
 */
export class SystemTurns implements TurnQueue {
  readonly #people: TurnQueue;
  readonly #system: TurnQueue;

  constructor(people: TurnQueue, system: TurnQueue) {
    this.#people = people;
    this.#system = system;
  }

  async push(turns: Turns[]): Promise<void> {
    const system = turns.filter(({ owner_id }) => isSystemOwner(owner_id));
    if (system.length === 0) return this.#people.push(turns);
    const people = turns.filter(({ owner_id }) => !isSystemOwner(owner_id));
    await Promise.all([this.#system.push(system), people.length > 0 && this.#people.push(people)]);
  }

  serve(places: number, take: (owner_id: string) => Promise<void>): TurnConsumer {
    const both = [this.#people.serve(places, take), this.#system.serve(SYSTEM_PLACES, take)];
    return {
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

  async lostTurns(): Promise<boolean> {
    const lost = await Promise.all([this.#people.lostTurns(), this.#system.lostTurns()]);
    return lost.includes(true);
  }

  async waiting(): Promise<number> {
    return this.#people.waiting();
  }

  ping(): Promise<void> {
    return this.#people.ping();
  }

  async close(): Promise<void> {
    await Promise.all([this.#people.close(), this.#system.close()]);
  }
}

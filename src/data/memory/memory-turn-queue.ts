import { type TurnConsumer, type TurnQueue, type Turns, Unavailable } from '../contracts/index.ts';
import { MemoryTurnConsumer } from './memory-turn-consumer.ts';
import { OwnerRounds } from './owner-rounds.ts';

const WHAT = 'The turn queue';

/** The longest delay of a Node.js timer (about 24 days). */
const MAX_TIMER_MS = 2_147_483_647;

/** The turn queue of a single process. */
export class MemoryTurnQueue implements TurnQueue {
  readonly #rounds = new OwnerRounds();
  readonly #timers = new Set<NodeJS.Timeout>();
  #consumer: MemoryTurnConsumer | null = null;
  /** The queue is empty when the process starts, whatever the store contains. */
  #lost = true;
  #closed = false;

  async push(turns: Turns[]): Promise<void> {
    if (this.#closed) throw new Unavailable(WHAT);
    for (const entry of turns) {
      if (entry.delay_ms && entry.delay_ms > 0) this.#addLater(entry, performance.now() + entry.delay_ms);
      else this.#rounds.add(entry.owner_id, entry.count);
    }
    this.#consumer?.wake();
  }

  serve(places: number, take: (owner_id: string) => Promise<void>): TurnConsumer {
    if (this.#consumer) throw new Error('This turn queue has a consumer already');
    const consumer = new MemoryTurnConsumer({
      places,
      take,
      next: () => (this.#closed ? null : this.#rounds.take()),
      // Until the turns of the items that wait in the store were pushed, it is unknown who comes first.
      nextAlone: (owner_id) => !this.#closed && !this.#lost && this.#rounds.takeAlone(owner_id),
      on_close: () => {
        if (this.#consumer === consumer) this.#consumer = null;
      },
    });
    this.#consumer = consumer;
    consumer.wake();
    return consumer;
  }

  async lostTurns(): Promise<boolean> {
    const was_lost = this.#lost;
    this.#lost = false;
    return was_lost;
  }

  async waiting(): Promise<number> {
    return this.#rounds.turns;
  }

  async ping(): Promise<void> {
    if (this.#closed) throw new Unavailable(WHAT);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#consumer = null;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  /** `due` is a time of `performance.now()`. */
  #addLater(turns: Turns, due: number): void {
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer);
        if (due > performance.now()) return this.#addLater(turns, due);
        this.#rounds.add(turns.owner_id, turns.count);
        this.#consumer?.wake();
      },
      Math.min(due - performance.now(), MAX_TIMER_MS),
    );
    timer.unref();
    this.#timers.add(timer);
  }
}

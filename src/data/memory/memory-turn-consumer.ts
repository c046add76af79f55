import type { TurnConsumer } from '../contracts/index.ts';

/** After this many turns, the event loop runs other work, so that a million turns do not delay a request. */
const TURNS_PER_TICK = 512;

export interface MemoryTurnConsumerOptions {
  places: number;
  take(owner_id: string): Promise<void>;
  /** The owner whose turn is next, or null. */
  next(): string | null;
  /** Takes a turn of this owner immediately; false if others wait. */
  nextAlone(owner_id: string): boolean;
  on_close(): void;
}

/** Takes turns as long as there are turns and free places. */
export class MemoryTurnConsumer implements TurnConsumer {
  readonly #options: MemoryTurnConsumerOptions;
  #active = 0;
  #paused = false;
  #closed = false;
  #scheduled = false;
  #taken_in_tick = 0;

  constructor(options: MemoryTurnConsumerOptions) {
    this.#options = options;
  }

  /** Never takes turns inside a call of the caller, whose code would then be entered again before it has finished. */
  wake(): void {
    if (this.#scheduled || this.#paused || this.#closed) return;
    this.#scheduled = true;
    queueMicrotask(() => this.#fill());
  }

  takePlace(owner_id: string): (() => void) | null {
    if (this.#paused || this.#closed || this.#active >= this.#options.places) return null;
    if (!this.#options.nextAlone(owner_id)) return null;
    this.#active += 1;
    return () => this.#finished();
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.wake();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#options.on_close();
  }

  #fill(): void {
    this.#scheduled = false;
    while (!this.#paused && !this.#closed && this.#active < this.#options.places) {
      if (this.#taken_in_tick === TURNS_PER_TICK) {
        this.#scheduled = true;
        setImmediate(() => this.#fill());
        return;
      }
      const owner_id = this.#options.next();
      if (owner_id === null) return;
      if (this.#taken_in_tick === 0) setImmediate(() => this.#startTick());
      this.#taken_in_tick += 1;
      this.#active += 1;
      const finished = () => this.#finished();
      this.#options.take(owner_id).then(finished, finished);
    }
  }

  #startTick(): void {
    this.#taken_in_tick = 0;
  }

  #finished(): void {
    this.#active -= 1;
    this.wake();
  }
}

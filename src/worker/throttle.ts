const EVERY_MS = 250;

/** Calls `flush` at most four times a second, however often it is requested, and once more after the last request. */
export class Throttle {
  readonly #flush: () => void;
  #flushed_at = -Infinity;
  #timer: NodeJS.Timeout | undefined;

  constructor(flush: () => void) {
    this.#flush = flush;
  }

  ask(): void {
    const rest = this.#flushed_at + EVERY_MS - performance.now();
    // Inside a loop that never returns to the event loop, a timer would not fire.
    if (rest <= 0) this.now();
    else this.#timer ??= setTimeout(() => this.now(), rest);
  }

  now(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#flushed_at = performance.now();
    this.#flush();
  }
}

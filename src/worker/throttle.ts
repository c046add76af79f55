import { outsideTaskCode } from '../task-types/definition/task-code.ts';

const EVERY_MS = 250;

/**
 * Calls `flush` at most four times a second, however often it is requested, and once more after the last request. Handlers request it;
 * `flush` is code of the server. Leaving the code of the task type takes longer than all the rest, so only a flush or a new timer does it.
 */
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
    else this.#timer ??= outsideTaskCode(() => setTimeout(() => this.now(), rest));
  }

  now(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#flushed_at = performance.now();
    outsideTaskCode(this.#flush);
  }
}

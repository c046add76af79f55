/**
 * Time that is stored and compared later: milliseconds since 1970 that never go back when the clock of this machine is corrected. For
 * durations within the process, use `performance.now()`.
 */

/** If the wall clock is so far ahead of the steady one, it was set forward or the machine slept. Smaller differences are drift. */
const JUMP_MS = 1_000;

export class SteadyClock {
  /** The difference between `performance.now()` and the returned time. */
  #offset_ms: number;
  /** True once another clock was followed: jumps of this machine's clock then no longer matter. */
  #follows = false;

  constructor() {
    this.#offset_ms = Date.now() - performance.now();
  }

  now(): number {
    const steady = performance.now() + this.#offset_ms;
    const wall = Date.now();
    if (this.#follows || wall - steady <= JUMP_MS) return Math.round(steady);
    this.#offset_ms += wall - steady;
    return wall;
  }

  /** From now on, follows another clock (that of a database), which now shows `at_ms`. To be repeated, because clocks drift and machines sleep. */
  follow(at_ms: number): void {
    this.#offset_ms = at_ms - performance.now();
    this.#follows = true;
  }

  get follows(): boolean {
    return this.#follows;
  }
}

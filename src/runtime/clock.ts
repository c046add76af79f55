/**
 * Time that is stored and compared later: milliseconds since 1970 that do not vary with small corrections of this machine's clock, and
 * never go back for a short disturbance of it. For durations within the process, use `performance.now()`.
 */

/** If the wall clock is so far ahead of the steady one, it was set forward or the machine slept. Smaller differences are drift. */
const JUMP_MS = 1_000;
/** For so long the wall clock must be behind before it is followed back: then it was corrected, for example because it had been ahead. */
const SETTLED_MS = 5_000;

export class SteadyClock {
  readonly #settled_ms: number;
  /** The difference between `performance.now()` and the returned time. */
  #offset_ms: number;
  /** True once another clock was followed: jumps of this machine's clock then no longer matter. */
  #follows = false;
  /** Since when (`performance.now()`) the wall clock is behind. */
  #behind_since: number | null = null;

  /** `settled_ms`: for tests. */
  constructor(settled_ms = SETTLED_MS) {
    this.#settled_ms = settled_ms;
    this.#offset_ms = Date.now() - performance.now();
  }

  now(): number {
    const steady = performance.now() + this.#offset_ms;
    const ahead_ms = this.#follows ? 0 : Date.now() - steady;
    if (ahead_ms >= -JUMP_MS) this.#behind_since = null;
    const keeps = ahead_ms < 0 ? !this.#isBehindToStay(ahead_ms) : ahead_ms <= JUMP_MS;
    if (keeps) return Math.round(steady);
    this.#behind_since = null;
    this.#offset_ms += ahead_ms;
    return Math.round(steady + ahead_ms);
  }

  /** From now on, follows another clock (that of a database), which now shows `at_ms`. To be repeated, because clocks drift and machines sleep. */
  follow(at_ms: number): void {
    this.#offset_ms = at_ms - performance.now();
    this.#follows = true;
  }

  get follows(): boolean {
    return this.#follows;
  }

  #isBehindToStay(ahead_ms: number): boolean {
    if (ahead_ms >= -JUMP_MS) return false;
    this.#behind_since ??= performance.now();
    return performance.now() - this.#behind_since >= this.#settled_ms;
  }
}

/**
 * Time for what is stored and compared later: milliseconds since 1970 that a correction of this machine's clock never turns
 * back. For durations within the process, `performance.now()` is the right clock.
 */

/** The wall clock runs ahead of the steady one: somebody set it forward, or the machine slept. Smaller steps are drift. */
const JUMP_MS = 1_000;

export class SteadyClock {
  /** What stands between `performance.now()` and the time told here. */
  #offset_ms: number;
  /** Another clock was followed: a jump of this machine's says nothing any more. */
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

  /** From now on the time of another clock (a database's), which reads `at_ms` in this moment; to be repeated, since clocks drift and machines sleep. */
  follow(at_ms: number): void {
    this.#offset_ms = at_ms - performance.now();
    this.#follows = true;
  }

  get follows(): boolean {
    return this.#follows;
  }
}

/** Milliseconds of jobs in one turn of the event loop. */
const SLICE_MS = 5;

/**
 * Does many small jobs at once, in the order in which they came: the first ones immediately, and the others in the next turns of the event
 * loop, so that no turn is much longer than one slice and one job. A job must not throw.
 */
export class WorkSlices {
  readonly #waiting: (() => void)[] = [];
  /** Used in this turn. */
  #used_ms = 0;
  #next_turn: NodeJS.Immediate | null = null;

  add(job: () => void): void {
    if (this.#waiting.length > 0 || this.#used_ms >= SLICE_MS) this.#waiting.push(job);
    else this.#do(job);
  }

  #do(job: () => void): void {
    const begun = performance.now();
    this.#next_turn ??= setImmediate(() => this.#turn());
    job();
    this.#used_ms += performance.now() - begun;
  }

  #turn(): void {
    this.#next_turn = null;
    this.#used_ms = 0;
    for (let job = this.#next(); job; job = this.#next()) this.#do(job);
  }

  /** Taken out first: a job that throws is not done again. */
  #next(): (() => void) | undefined {
    return this.#used_ms < SLICE_MS ? this.#waiting.shift() : undefined;
  }
}

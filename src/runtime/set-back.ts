/** Smaller steps back are corrections of the drift, after which no stored time lies far in the future. */
const STEP_MS = 1_000;

/** Notices that a clock of stored times went back: it had been ahead, and times that were stored in the meantime lie in the future. */
export class SetBack {
  readonly #clock: { now(): number };
  #seen: number;

  constructor(clock: { now(): number }) {
    this.#clock = clock;
    this.#seen = clock.now();
  }

  /** True if the clock went back since the last look. If the work that follows fails, `again` lets the next look say it once more. */
  look(): boolean {
    const now = this.#clock.now();
    const went_back = now < this.#seen - STEP_MS;
    this.#seen = now;
    return went_back;
  }

  again(): void {
    this.#seen = Number.POSITIVE_INFINITY;
  }
}

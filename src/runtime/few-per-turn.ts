/** Of jobs that are many times as long, eight are a few milliseconds. */
const PER_TURN = 8;

/**
 * Does jobs in the order in which they came, a few in each turn of the event loop, so that whatever else arrives is dealt with in between.
 * What a job causes at once (microtasks) belongs to its turn, unlike with `WorkSlices`.
 */
export class FewPerTurn {
  readonly #waiting: (() => void)[] = [];
  /** Immediates that are set and have not run. */
  #set = 0;

  add(job: () => void): void {
    this.#waiting.push(job);
    this.#setNext();
  }

  /** One that is set by an immediate runs in the next turn. */
  #setNext(): void {
    if (this.#set >= Math.min(PER_TURN, this.#waiting.length)) return;
    this.#set += 1;
    setImmediate(() => this.#next());
  }

  #next(): void {
    this.#set -= 1;
    const job = this.#waiting.shift();
    try {
      job?.();
    } finally {
      this.#setNext();
    }
  }
}

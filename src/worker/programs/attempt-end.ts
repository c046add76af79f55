/** The places in the cells that all threads of one attempt share. */
export const EndCell = {
  /** 1 once the attempt is over. */
  over: 0,
  /** Programs that are being started at this moment. */
  starting: 1,
} as const;

/** Whether an attempt is over, also for its threads: from then on, none of them can start a program. */
export class AttemptEnd {
  #over = false;
  #cells: Int32Array | null;

  /** Without cells they are made when they are needed: few inline handlers start threads. */
  constructor(cells: Int32Array | null = null) {
    this.#cells = cells;
  }

  get over(): boolean {
    return this.#over || (this.#cells !== null && Atomics.load(this.#cells, EndCell.over) !== 0);
  }

  set(): void {
    this.#over = true;
    if (this.#cells) Atomics.store(this.#cells, EndCell.over, 1);
  }

  /** For the threads of the attempt. */
  shared(): Int32Array {
    this.#cells ??= new Int32Array(new SharedArrayBuffer(8)).fill(this.#over ? 1 : 0, EndCell.over, 1);
    return this.#cells;
  }

  /**
   * Whether any thread is starting a program at this moment, which a look at the processes may miss. False while the attempt is over means
   * that all its programs can be found.
   */
  get starting(): boolean {
    return this.#cells !== null && Atomics.load(this.#cells, EndCell.starting) > 0;
  }

  /** The threads that start programs no longer exist. One that was ended while it started a program has not said that it has. */
  threadsGone(): void {
    if (this.#cells) Atomics.store(this.#cells, EndCell.starting, 0);
  }

  /** `start` starts a program. Throws once the attempt is over. */
  start<T>(start: () => T): T {
    const cells = this.#cells;
    // Counted before the look at `over`: whoever ends the attempt sees either that count or the program.
    if (cells) Atomics.add(cells, EndCell.starting, 1);
    try {
      if (this.over) throw new Error('The attempt is over: it cannot start a program any more.');
      return start();
    } finally {
      if (cells) Atomics.sub(cells, EndCell.starting, 1);
    }
  }
}

/** Calls that arrive while an earlier batch is under way travel together in the next one. */

export interface BatcherOptions<T, R> {
  /** Does the work of a batch; resolves with one result per entry, in order. A rejection rejects the whole batch. */
  run(batch: T[]): Promise<R[]>;
  /** Entries in one batch at most. */
  most: number;
  /** Batches under way at the same time at most. Default 1. */
  at_once?: number;
  /** Milliseconds from the start of a batch of so many entries to that of a batch of patient ones alone. Default 0. */
  patience_ms?(last_entries: number): number;
}

interface Waiting<T, R> {
  entry: T;
  resolve(result: R): void;
  reject(error: unknown): void;
}

export class Batcher<T, R> {
  readonly #options: Required<BatcherOptions<T, R>>;
  #waiting: Waiting<T, R>[] = [];
  /** True if everything that waits may wait longer. */
  #patient = true;
  /** When the next batch of patient entries starts, and the timer for it. */
  #patient_until = 0;
  #timer: NodeJS.Timeout | undefined;
  #under_way = 0;
  #scheduled = false;
  #idle: PromiseWithResolvers<void> | null = null;

  constructor(options: BatcherOptions<T, R>) {
    this.#options = { at_once: 1, patience_ms: () => 0, ...options };
  }

  /** Resolves with the result of this entry once its batch is done. A `patient` entry may wait until more travel with it. */
  add(entry: T, patient = false): Promise<R> {
    const { promise, resolve, reject } = Promise.withResolvers<R>();
    this.#waiting.push({ entry, resolve, reject });
    this.#patient &&= patient;
    this.#schedule();
    return promise;
  }

  /** Entries that wait, or the next one, are patient no longer. */
  hurry(): void {
    this.#patient = false;
    if (this.#waiting.length > 0) this.#schedule();
  }

  /** Resolves once nothing is waiting or under way. */
  settled(): Promise<void> {
    if (this.#waiting.length === 0 && this.#under_way === 0) return Promise.resolve();
    this.#idle ??= Promise.withResolvers();
    return this.#idle.promise;
  }

  /** Waits for one turn of the event loop, so that calls made together travel together. */
  #schedule(): void {
    if (this.#scheduled || this.#under_way >= this.#options.at_once) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#start();
    });
  }

  /** True if it is too early for a batch; it then starts later. */
  #isEarly(): boolean {
    if (!this.#patient || this.#waiting.length >= this.#options.most) return false;
    const wait_ms = this.#patient_until - performance.now();
    if (wait_ms <= 0) return false;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#start();
    }, Math.ceil(wait_ms));
    return true;
  }

  #start(): void {
    while (this.#waiting.length > 0 && this.#under_way < this.#options.at_once && !this.#isEarly()) {
      const batch = this.#waiting.slice(0, this.#options.most);
      this.#waiting = this.#waiting.slice(this.#options.most);
      this.#patient ||= this.#waiting.length === 0;
      this.#patient_until = performance.now() + this.#options.patience_ms(batch.length);
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#under_way += 1;
      void this.#run(batch).finally(() => {
        this.#under_way -= 1;
        this.#start();
      });
    }
    if (this.#under_way === 0 && this.#waiting.length === 0) {
      this.#idle?.resolve();
      this.#idle = null;
    }
  }

  async #run(batch: Waiting<T, R>[]): Promise<void> {
    try {
      const results = await this.#options.run(batch.map(({ entry }) => entry));
      if (results.length !== batch.length)
        throw new Error(`a batch of ${batch.length} entries gave ${results.length} results`);
      batch.forEach(({ resolve }, at) => {
        resolve(results[at] as R);
      });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}

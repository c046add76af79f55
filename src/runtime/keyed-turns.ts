/** Runs the jobs of one key one after another, in the order in which they came; those of different keys do not wait for each other. */
export class KeyedTurns {
  /** The end of the last job of each key that has some. */
  readonly #last = new Map<string, Promise<unknown>>();

  async run<T>(key: string, job: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const own = before.then(job, job);
    this.#last.set(key, own);
    try {
      return await own;
    } finally {
      if (this.#last.get(key) === own) this.#last.delete(key);
    }
  }
}

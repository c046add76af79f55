/** How long something common is taken to be still common. */
const MS = 10_000;
const MOST_KEPT = 1_000;

/**
 * Remembers for 10 s of which things it was found that there are many. What is many stays many, but for a purge; what is few is asked
 * anew each time, so that nothing is left out of an answer which should be complete.
 */
export class KnownMany {
  readonly #until = new Map<string, number>();

  has(key: string): boolean {
    return (this.#until.get(key) ?? 0) > Date.now();
  }

  add(key: string): void {
    if (this.#until.size >= MOST_KEPT) this.#until.clear();
    this.#until.set(key, Date.now() + MS);
  }
}

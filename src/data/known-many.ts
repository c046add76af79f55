import { BoundedMap } from '../runtime/bounded-map.ts';

/**
 * Remembers for 10 s of which things it was found that there are many. What is many stays many, but for a purge; what is few is asked
 * again each time, so that nothing is left out of an answer which should be complete.
 */
export class KnownMany {
  readonly #known = new BoundedMap<string, true>({ entries: 1_000, ttl_ms: 10_000 });

  has(key: string): boolean {
    return this.#known.get(key) === true;
  }

  add(key: string): void {
    this.#known.set(key, true);
  }
}

import { BoundedMap } from '../runtime/bounded-map.ts';

/**
 * Remembers for 10 s which conditions many tasks meet. Except after a purge, many stay many; conditions that few tasks meet are counted
 * again each time, so that an answer that should be complete leaves nothing out.
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

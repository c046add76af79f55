import { BoundedMap } from '../../runtime/bounded-map.ts';
import type { VersionCache } from '../contracts/index.ts';

type Entries = [key: string, version: string][];

/**
 * Versions in the memory of a single process. Keeps at most `max_entries` (default 100,000) and removes the least recently used ones;
 * they are then read from the database again.
 */
export class MemoryVersionCache implements VersionCache {
  readonly #versions: BoundedMap<string, string>;

  constructor(max_entries = 100_000) {
    this.#versions = new BoundedMap({ entries: max_entries });
  }

  readNow(keys: string[]): (string | null)[] {
    return keys.map((key) => this.#versions.get(key) ?? null);
  }

  async read(keys: string[]): Promise<(string | null)[]> {
    return this.readNow(keys);
  }

  async write(entries: Entries): Promise<void> {
    // As in Redis, the later of two changes stays, whichever arrives first. 0 means "ended".
    for (const [key, version] of entries) {
      if (version === '0' || !(Number(version) < Number(this.#versions.get(key))))
        this.#versions.set(key, version);
    }
  }

  async fill(entries: Entries): Promise<void> {
    for (const [key, version] of entries) {
      if (this.#versions.get(key) === undefined) this.#versions.set(key, version);
    }
  }

  async clear(): Promise<void> {
    this.#versions.clear();
  }

  async close(): Promise<void> {
    this.#versions.clear();
  }
}

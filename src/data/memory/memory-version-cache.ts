import type { VersionCache } from '../contracts/index.ts';

/**
 * Versions in the memory of a single process. Holds at most `max_entries` (default 100,000) and forgets the longest
 * written first; what is forgotten is looked up in the database again.
 */
export function createMemoryVersionCache(max_entries = 100_000): VersionCache {
  const versions = new Map<string, string>();

  function readNow(keys: string[]): (string | null)[] {
    return keys.map((key) => versions.get(key) ?? null);
  }

  function set(key: string, version: string): void {
    // Deleted first, so that it moves to the end of the order of forgetting.
    versions.delete(key);
    versions.set(key, version);
    if (versions.size > max_entries) versions.delete(versions.keys().next().value as string);
  }

  return {
    readNow,
    async read(keys) {
      return readNow(keys);
    },
    async write(entries) {
      // As in Redis: of two changes the later one stays, whichever is told first. 0 says "ended".
      for (const [key, version] of entries) {
        if (version === '0' || !(Number(version) < Number(versions.get(key)))) set(key, version);
      }
    },
    async fill(entries) {
      for (const [key, version] of entries) if (!versions.has(key)) set(key, version);
    },
    async clear() {
      versions.clear();
    },
    async close() {
      versions.clear();
    },
  };
}

/**
 * Versions by key, shared by all processes: `user:<id>` → the user's version, `session:<id>` → `1`, or `0` once ended.
 * Values themselves are cached by each process next to the version they belong to.
 */
export interface VersionCache {
  /** One read for all keys; null for unknown keys. Throws `Unavailable`. */
  read(keys: string[]): Promise<(string | null)[]>;
  /** A synchronous read if everything is in memory; otherwise absent. */
  readNow?(keys: string[]): (string | null)[];
  /**
   * Called after a change: replaces the known versions, but never a higher number by a lower one (changes may arrive in the wrong order);
   * `0` replaces everything. Never throws; keys that could not be written are forgotten before the next read.
   */
  write(entries: [key: string, version: string][]): Promise<void>;
  /** Called after a read of the database: adds unknown versions, and never overwrites newer ones. */
  fill(entries: [key: string, version: string][]): Promise<void>;
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** Counters that expire, shared by all processes: rate limits and failed sign-ins. Both methods throw `Unavailable`. */
export interface Counters {
  /** Adds one (or `by`); returns the count since the window began, and in how many milliseconds it ends. */
  hit(key: string, window_ms: number, by?: number): Promise<{ count: number; resets_in_ms: number }>;
  clear(key: string): Promise<void>;
}

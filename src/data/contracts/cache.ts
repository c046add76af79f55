/**
 * Versions by key, shared by all processes: `user:<id>` → the user's version, `session:<id>` → `1`, or `0` once ended.
 * Values themselves are cached by each process next to the version they belong to.
 */
export interface VersionCache {
  /** One read for all keys; null where nothing is known. Throws `Unavailable`. */
  read(keys: string[]): Promise<(string | null)[]>;
  /** Synchronous read where everything is in memory; absent otherwise. */
  readNow?(keys: string[]): (string | null)[];
  /**
   * After a change: replaces what is known, but never a higher number by a lower one (changes may arrive in the wrong order);
   * `0` replaces everything. Never throws; what could not be written is forgotten before the next read.
   */
  write(entries: [key: string, version: string][]): Promise<void>;
  /** After a look in the database: fills in what is not known yet, never over something newer. */
  fill(entries: [key: string, version: string][]): Promise<void>;
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** Counters with an end, shared by all processes: rate limits and failed sign-ins. Both methods throw `Unavailable`. */
export interface Counters {
  /** Adds one (or `by`) and tells the count since the window began, and when it ends, in milliseconds from now. */
  hit(key: string, window_ms: number, by?: number): Promise<{ count: number; resets_in_ms: number }>;
  clear(key: string): Promise<void>;
}

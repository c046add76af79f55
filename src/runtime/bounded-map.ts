/**
 * A map with limits: entries that are too old are removed, and those that were not used for the longest time when there are too many or
 * they are too large. Which of the newest quarter was used last is not recorded.
 */

export interface Bounds<V> {
  /** Entries at most. */
  entries: number;
  /** Sum of `weigh` at most, in bytes. Default: no limit. */
  bytes?: number;
  /** Bytes of one value, estimated. Needed with `bytes`. */
  weigh?(value: V): number;
  /** Milliseconds after which an entry expires, by a monotonic clock; for all entries, or for each. Default: never. */
  ttl_ms?: number | ((value: V) => number);
}

/** Share of the entries that is removed together with the first that must go. */
const MORE_REMOVED = 1 / 16;
/**
 * An entry among so many of the newest stays where it is when it is used: to move it takes several times as long as to find it, and two
 * entries that are used in turn would both move each time.
 */
const NEWEST = 1 / 4;

interface Entry<V> {
  value: V;
  bytes: number;
  until: number;
  /** The number of moves when it became the last entry. */
  moved: number;
}

export class BoundedMap<K, V> {
  readonly #bounds: Bounds<V>;
  readonly #entries = new Map<K, Entry<V>>();
  #bytes = 0;
  /** How often an entry became the last one. */
  #moves = 0;

  constructor(bounds: Bounds<V>) {
    this.#bounds = bounds;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Bytes kept, as `weigh` estimates them. */
  get bytes(): number {
    return this.#bytes;
  }

  get(key: K): V | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    if (entry.until !== Infinity && entry.until <= performance.now()) {
      this.delete(key);
      return undefined;
    }
    if (this.#moves - entry.moved > this.#most() * NEWEST) {
      this.#entries.delete(key);
      this.#append(key, entry);
    }
    return entry.value;
  }

  /** A value larger than the limit of the whole map is not kept. */
  set(key: K, value: V): void {
    this.delete(key);
    const { entries, bytes: most = Infinity, weigh, ttl_ms = Infinity } = this.#bounds;
    const bytes = weigh?.(value) ?? 0;
    if (entries < 1 || bytes > most) return;
    const ttl = typeof ttl_ms === 'number' ? ttl_ms : ttl_ms(value);
    this.#append(key, { value, bytes, until: performance.now() + ttl, moved: 0 });
    this.#bytes += bytes;
    if (this.#entries.size > entries || this.#bytes > most) this.#removeOldest(entries, most);
  }

  #append(key: K, entry: Entry<V>): void {
    this.#moves += 1;
    entry.moved = this.#moves;
    this.#entries.set(key, entry);
  }

  /** How many entries there are before the first must go. If large ones go earlier, only those that are there tell. */
  #most(): number {
    return this.#bounds.weigh ? this.#entries.size : this.#bounds.entries;
  }

  /**
   * Removes some more than it must, but never the entry that was set last: to find the first entry, V8 passes every place that became free
   * since the table was last rebuilt, which for one entry at a time took 29 µs with 10,000 entries.
   */
  #removeOldest(entries: number, bytes: number): void {
    const least = Math.floor(this.#entries.size * MORE_REMOVED);
    let removed = 0;
    for (const oldest of this.#entries.keys()) {
      const fits = this.#entries.size <= entries && this.#bytes <= bytes;
      if (this.#entries.size === 1 || (fits && removed > least)) return;
      this.delete(oldest);
      removed += 1;
    }
  }

  delete(key: K): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#bytes -= entry.bytes;
    this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
    this.#bytes = 0;
  }

  /** Removes expired entries, even if nothing reads them any more. */
  forgetOld(): void {
    const now = performance.now();
    for (const [key, { until }] of this.#entries) if (until <= now) this.delete(key);
  }
}

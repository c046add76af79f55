/** A map with limits: entries that are too old are removed, and the least recently used ones when there are too many or they are too large. */

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

interface Entry<V> {
  value: V;
  bytes: number;
  until: number;
}

export class BoundedMap<K, V> {
  readonly #bounds: Bounds<V>;
  readonly #entries = new Map<K, Entry<V>>();
  #bytes = 0;
  /** The key that was used last: it is the last of the entries, unless it was removed since. */
  #newest: K | undefined;

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
    if (this.#newest !== key) {
      this.#newest = key;
      this.#entries.delete(key);
      this.#entries.set(key, entry);
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
    this.#newest = key;
    this.#entries.set(key, { value, bytes, until: performance.now() + ttl });
    this.#bytes += bytes;
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= entries && this.#bytes <= most) return;
      this.delete(oldest);
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

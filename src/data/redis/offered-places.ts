/** Milliseconds after which a place that was taken, but for which nothing has arrived, counts as idle again. */
const ARRIVE_MS = 3_000;
/** Milliseconds after which what should have arrived for it may be lost. */
const LATE_MS = 1_000;

interface Promised {
  count: number;
  /** By `performance.now`. */
  since: number;
  told: boolean;
}

interface Offer {
  id: string;
  /** Places that are not known to be in use. */
  unused: number;
}

/** The current offer of a consumer, and the places of earlier offers that others have taken but not used yet. */
export class OfferedPlaces {
  readonly #onLost: () => void;
  #open: Offer = { id: '', unused: 0 };
  /** The next offer, which becomes current when Redis has answered. Others may use its places before the answer arrives. */
  #next: { id: string; used: number } | null = null;
  #seen_unused = 0;
  readonly #promised = new Map<string, Promised>();
  #count = 0;

  /** `onLost` is called for places that were taken but for which nothing has arrived for a while. */
  constructor(onLost: () => void) {
    this.#onLost = onLost;
  }

  /** Places that are offered now, as far as this process knows. */
  get unused(): number {
    return this.#open.unused;
  }

  /** Places for which an item is on its way. */
  get promised(): number {
    let sum = 0;
    for (const { count } of this.#promised.values()) sum += count;
    return sum;
  }

  /** Call before sending a new offer to Redis; returns its name. `replaced` or `failed` must follow. */
  replacing(): string {
    this.#count += 1;
    this.#next = { id: `${this.#count}`, used: 0 };
    this.#seen_unused = this.#open.unused;
    return this.#next.id;
  }

  /**
   * Others had taken `taken` of the places that seemed unused when the new offer was sent (null = unknown); `offered` places are offered
   * now.
   */
  replaced(taken: number | null, offered: number): void {
    if (!this.#next) throw new Error('no offer was on its way');
    const { id, used } = this.#next;
    const used_meanwhile = this.#seen_unused - this.#open.unused;
    if (taken === null) this.#onLost();
    else this.#promise(this.#open.id, taken - used_meanwhile);
    this.#open = { id, unused: Math.max(0, offered - used) };
    this.#next = null;
    this.#tellLate();
  }

  /** It is not known whether Redis has the new offer: items for it are accepted if they arrive, but nothing waits for them. */
  failed(): void {
    this.#open = { id: this.#next?.id ?? '', unused: 0 };
    this.#next = null;
    this.#onLost();
  }

  /** A place of this offer was used or returned. */
  used(id: string): void {
    if (id === this.#next?.id) this.#next.used += 1;
    else if (id === this.#open.id) this.#open.unused = Math.max(0, this.#open.unused - 1);
    else this.#promise(id, (this.#promised.get(id)?.count ?? 0) - 1);
  }

  #promise(id: string, count: number): void {
    const { since = performance.now(), told = false } = this.#promised.get(id) ?? {};
    if (count > 0) this.#promised.set(id, { count, since, told });
    else this.#promised.delete(id);
  }

  #tellLate(): void {
    const now = performance.now();
    for (const [id, promised] of this.#promised) {
      const late = now - promised.since;
      if (late < (promised.told ? ARRIVE_MS : LATE_MS)) continue;
      promised.told = true;
      if (late >= ARRIVE_MS) this.#promised.delete(id);
      this.#onLost();
    }
  }
}

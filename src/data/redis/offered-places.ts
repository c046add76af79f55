/** Places that were taken and for which nothing arrives count as idle again after so many milliseconds. */
const ARRIVE_MS = 3_000;

interface Offer {
  id: string;
  /** Places of which no use was seen. */
  unused: number;
}

/** What a consumer offers, and the places of earlier offers that others have taken but not used yet. */
export class OfferedPlaces {
  readonly #onLost: () => void;
  #open: Offer = { id: '', unused: 0 };
  /** The one that replaces it when Redis has answered: others may have used it before the answer is here. */
  #next: { id: string; used: number } | null = null;
  #seen_unused = 0;
  readonly #promised = new Map<string, { count: number; until: number }>();
  #count = 0;

  /** `onLost` is told of places that were taken and for which nothing came. */
  constructor(onLost: () => void) {
    this.#onLost = onLost;
  }

  /** Places offered now, as far as is known here. */
  get unused(): number {
    return this.#open.unused;
  }

  /** Places for which something is on its way. */
  get promised(): number {
    let sum = 0;
    for (const { count } of this.#promised.values()) sum += count;
    return sum;
  }

  /** A new offer is on its way to Redis; returns its name. `replaced` or `failed` must follow. */
  replacing(): string {
    this.#count += 1;
    this.#next = { id: `${this.#count}`, used: 0 };
    this.#seen_unused = this.#open.unused;
    return this.#next.id;
  }

  /** `taken` of the places that were unused when the new offer went off had been taken; now `offered` are. */
  replaced(taken: number, offered: number): void {
    if (!this.#next) throw new Error('no offer was on its way');
    const { id, used } = this.#next;
    const used_meanwhile = this.#seen_unused - this.#open.unused;
    this.#promise(this.#open.id, taken - used_meanwhile);
    this.#open = { id, unused: Math.max(0, offered - used) };
    this.#next = null;
    this.#forgetLost();
  }

  /** Whether Redis has the new offer is not known: whatever arrives is taken, and nothing is waited for. */
  failed(): void {
    this.#open = { id: this.#next?.id ?? '', unused: 0 };
    this.#next = null;
    this.#onLost();
  }

  /** A place of this offer was used or given back. */
  used(id: string): void {
    if (id === this.#next?.id) this.#next.used += 1;
    else if (id === this.#open.id) this.#open.unused = Math.max(0, this.#open.unused - 1);
    else this.#promise(id, (this.#promised.get(id)?.count ?? 0) - 1);
  }

  #promise(id: string, count: number): void {
    const until = this.#promised.get(id)?.until ?? performance.now() + ARRIVE_MS;
    if (count > 0) this.#promised.set(id, { count, until });
    else this.#promised.delete(id);
  }

  #forgetLost(): void {
    const now = performance.now();
    for (const [id, { until }] of this.#promised) {
      if (until > now) continue;
      this.#promised.delete(id);
      this.#onLost();
    }
  }
}

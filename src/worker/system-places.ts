import { SYSTEM_PLACES, systemAccountOf } from '../data/contracts/index.ts';
import { BoundedMap } from '../runtime/bounded-map.ts';

/** Most places for one account, and for one of its owners (a webhook). */
const MOST_OF_ACCOUNT = (SYSTEM_PLACES * 3) / 4;
const MOST = SYSTEM_PLACES / 2;
/** The same for an owner whose last work took longer than this, in milliseconds: its receiver may not answer at all. */
const MOST_IF_SLOW = 1;
const SLOW_MS = 5_000;
/** How long that is remembered. */
const REMEMBERED_MS = 60_000;
const OWNERS = 10_000;

/**
 * How many of a worker's places for the system's work each owner and each account occupies, so that a receiver that does not answer holds
 * up neither other webhooks of its account nor other accounts.
 */
export class SystemPlaces {
  readonly #held = new Map<string, number>();
  readonly #slow = new BoundedMap<string, true>({ entries: OWNERS, ttl_ms: REMEMBERED_MS });

  /** True if the owner may have one more place; `give` must then be called when the place is free. */
  take(owner_id: string): boolean {
    const account = systemAccountOf(owner_id);
    const most = this.#slow.get(owner_id) ? MOST_IF_SLOW : MOST;
    if (this.#count(owner_id) >= most || this.#count(account) >= MOST_OF_ACCOUNT) return false;
    for (const name of namesOf(owner_id, account)) this.#held.set(name, this.#count(name) + 1);
    return true;
  }

  /** The place was in use for so many milliseconds. */
  give(owner_id: string, used_ms: number): void {
    for (const name of namesOf(owner_id, systemAccountOf(owner_id))) {
      const held = this.#count(name) - 1;
      if (held > 0) this.#held.set(name, held);
      else this.#held.delete(name);
    }
    if (used_ms > SLOW_MS) this.#slow.set(owner_id, true);
    else this.#slow.delete(owner_id);
  }

  #count(name: string): number {
    return this.#held.get(name) ?? 0;
  }
}

/** An owner without parts is its own account. */
const namesOf = (owner_id: string, account: string): string[] =>
  account === owner_id ? [owner_id] : [owner_id, account];

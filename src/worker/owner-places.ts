import { setTimeout as sleep } from 'node:timers/promises';
import type { Data } from '../data/contracts/index.ts';
import { BoundedMap } from '../runtime/bounded-map.ts';
import { permissionsOf } from '../services/actor.ts';

/** So long one owner's right to every place is remembered, milliseconds. */
const REMEMBERED_MS = 30_000;
/** So long, at least and at most, a turn that cannot be used waits before it goes back to the queue, milliseconds. */
const SHORTEST_HOLD_MS = 50;
const LONGEST_HOLD_MS = 500;
const HOLD_MS_PER_PLACE = 10;

/**
 * Who holds how many of a worker's places. One owner without the `admin` permission gets at most three quarters of them, at least one,
 * so that long items of one never stop all others.
 */
export class OwnerPlaces {
  readonly #users: Data['database']['users'];
  readonly #most: number;
  readonly #hold_ms: number;
  readonly #held = new Map<string, number>();
  readonly #admins = new BoundedMap<string, boolean>({ entries: 1_000, ttl_ms: REMEMBERED_MS });

  constructor(users: Data['database']['users'], places: number) {
    this.#users = users;
    this.#most = Math.max(1, Math.ceil((places * 3) / 4));
    const hold_ms = (places - this.#most) * HOLD_MS_PER_PLACE;
    this.#hold_ms = Math.min(LONGEST_HOLD_MS, Math.max(SHORTEST_HOLD_MS, hold_ms));
  }

  /**
   * True when the owner may have one more; then `give` is due once it is free. False comes a little late: its turn goes back to the
   * queue, and turns that go round at once would never rest.
   */
  async take(owner_id: string): Promise<boolean> {
    if (this.#takeFree(owner_id)) return true;
    if (await this.#isAdmin(owner_id)) {
      this.#count(owner_id, 1);
      return true;
    }
    await sleep(this.#hold_ms);
    return this.#takeFree(owner_id);
  }

  give(owner_id: string): void {
    this.#count(owner_id, -1);
  }

  /** Looks and takes in one step: calls beside each other must not all see the same free place. */
  #takeFree(owner_id: string): boolean {
    if ((this.#held.get(owner_id) ?? 0) >= this.#most) return false;
    this.#count(owner_id, 1);
    return true;
  }

  #count(owner_id: string, change: 1 | -1): void {
    const held = (this.#held.get(owner_id) ?? 0) + change;
    if (held > 0) this.#held.set(owner_id, held);
    else this.#held.delete(owner_id);
  }

  async #isAdmin(owner_id: string): Promise<boolean> {
    const known = this.#admins.get(owner_id);
    if (known !== undefined) return known;
    const user = await this.#users.get(owner_id);
    const is_admin = user !== null && permissionsOf(user.roles).includes('admin');
    this.#admins.set(owner_id, is_admin);
    return is_admin;
  }
}

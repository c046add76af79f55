import { setTimeout as sleep } from 'node:timers/promises';
import { type Data, isSystemOwner } from '../data/contracts/index.ts';
import { BoundedMap } from '../runtime/bounded-map.ts';
import type { Log } from '../runtime/log.ts';
import { permissionsOf } from '../services/actor.ts';
import { SystemPlaces } from './system-places.ts';

/** How long it is remembered that an owner may use every place, in milliseconds. */
const REMEMBERED_MS = 30_000;
/** The shortest and longest time before an unusable turn is returned to the queue, in milliseconds. */
const SHORTEST_HOLD_MS = 50;
const LONGEST_HOLD_MS = 500;
const HOLD_MS_PER_PLACE = 10;
/** The same for turns of the system. */
const SYSTEM_HOLD_MS = 100;

/**
 * How many of a worker's places each owner occupies. An owner without the permission `admin` gets at most three quarters of them, but at
 * least one, so that one owner's long items never block all others.
 */
export class OwnerPlaces {
  readonly #users: Data['database']['users'];
  readonly #log: Pick<Log, 'warn'>;
  readonly #most: number;
  readonly #hold_ms: number;
  readonly #held = new Map<string, number>();
  readonly #system = new SystemPlaces();
  /** Turns that wait before they go back. */
  #holding = 0;
  readonly #admins = new BoundedMap<string, boolean>({ entries: 1_000, ttl_ms: REMEMBERED_MS });

  constructor(users: Data['database']['users'], places: number, log: Pick<Log, 'warn'>) {
    this.#users = users;
    this.#log = log;
    this.#most = Math.max(1, Math.ceil((places * 3) / 4));
    const hold_ms = (places - this.#most) * HOLD_MS_PER_PLACE;
    this.#hold_ms = Math.min(LONGEST_HOLD_MS, Math.max(SHORTEST_HOLD_MS, hold_ms));
  }

  /**
   * True if the owner may have one more place; `give` must then be called when the place is free. False is returned after a short delay:
   * the turn goes back to the queue, and without the delay it would circulate without a pause.
   */
  async take(owner_id: string): Promise<boolean> {
    if (isSystemOwner(owner_id)) return this.#takeOfSystem(owner_id);
    if (this.#takeFree(owner_id)) return true;
    if (await this.#isAdmin(owner_id)) {
      this.#count(owner_id, 1);
      return true;
    }
    this.#holding += 1;
    await sleep(this.#hold_ms);
    this.#holding -= 1;
    return this.#takeFree(owner_id);
  }

  /** The same without waiting: false also while turns wait for a place that their owner may have. */
  takeAtOnce(owner_id: string): boolean {
    return this.#holding === 0 && this.#takeFree(owner_id);
  }

  /** An owner who has as many places as it may, as far as is known; null = there is none. */
  full(): string | null {
    for (const [owner_id, held] of this.#held)
      if (held >= this.#most && !this.#admins.get(owner_id)) return owner_id;
    return null;
  }

  /** The place was in use for so many milliseconds, which matters only for the system's work. */
  give(owner_id: string, used_ms = 0): void {
    if (isSystemOwner(owner_id)) this.#system.give(owner_id, used_ms);
    else this.#count(owner_id, -1);
  }

  async #takeOfSystem(owner_id: string): Promise<boolean> {
    if (this.#system.take(owner_id)) return true;
    await sleep(SYSTEM_HOLD_MS);
    return this.#system.take(owner_id);
  }

  /** Checks and takes in one step, so that parallel calls do not all see the same free place. */
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
    try {
      const user = await this.#users.get(owner_id);
      const is_admin = user !== null && permissionsOf(user.roles).includes('admin');
      this.#admins.set(owner_id, is_admin);
      return is_admin;
    } catch (error) {
      // The turn must not be lost with the failure: it goes back to the queue.
      this.#log.warn(
        { err: error, owner_id },
        'the owner of a task could not be read from the database; the worker tries again',
      );
      return false;
    }
  }
}

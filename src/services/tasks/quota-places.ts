import { setTimeout as sleep } from 'node:timers/promises';
import { newId, type QuotaHolds } from '../../data/contracts/index.ts';
import { Fault } from '../../errors.ts';
import type { Background } from '../../runtime/background.ts';
import { BoundedMap } from '../../runtime/bounded-map.ts';
import { KeyedTurns } from '../../runtime/keyed-turns.ts';

/** If fewer places than this are left, each creation makes its own count. */
const NEAR = 200;
/** Otherwise, an eighth of what is left may be used before the next count … */
const SHARE = 8;
/** … but only for this long, because other processes have to wait for unused places. */
const USABLE_MS = 1_000;
/** … or for this long, while less than half of the quota is used. */
const USABLE_FAR_MS = 3_000;
/** … or for this long if no other process creates tasks. Counting many tasks takes milliseconds; tasks that end only make more room. */
const USABLE_ALONE_MS = 60_000;
/** Time for a write that begins at the last moment. */
const GRACE_MS = 500;
/** Limits may have been lifted since the last check. */
const MOST_SPARE = 100_000;
const FIRST_WAIT_MS = 10;
const LONGEST_WAIT_MS = 100;
/** Places held by others expire much earlier; this limit is for an owner whose places are taken again and again. */
const GIVE_UP_MS = 15_000;

/** The places left under the quotas of an owner, as counted in the store. */
export interface Room {
  left: number;
  /** True if less than half of the quota is used. */
  far: boolean;
  /** The limits it was counted with. An allowance ends when they change. */
  limits: string;
}

/** Places that this process may fill without another count. */
interface Allowance {
  left: number;
  limits: string;
  usable_until: number;
  held_until: number;
}

export interface QuotaPlacesParts {
  /** Absent if no other process creates tasks. */
  holds: QuotaHolds | undefined;
  background: Background;
}

/**
 * Places for new tasks under the quotas of their owners. A process holds a place before it stores the task, so that all processes together
 * never exceed a limit. A creation is never refused because of places that are only held.
 */
export class QuotaPlaces {
  readonly #parts: QuotaPlacesParts;
  readonly #holder = newId();
  readonly #allowances = new BoundedMap<string, Allowance>({ entries: 10_000 });
  /** Tasks that are being stored; only owners that have some. */
  readonly #under_way = new Map<string, number>();
  /** One count at a time for each owner. */
  readonly #turns = new KeyedTurns();

  constructor(parts: QuotaPlacesParts) {
    this.#parts = parts;
  }

  /**
   * Takes `count` places; `room` counts what is left, and throws if less than `count` is. Returns until when (`performance.now()`) the
   * tasks must be stored. `done` must follow. Throws `Unavailable`.
   */
  async take(owner_id: string, count: number, limits: string, room: () => Promise<Room>): Promise<number> {
    const allowance = this.#allowances.get(owner_id);
    const usable = allowance && allowance.limits === limits && performance.now() < allowance.usable_until;
    if (!usable || allowance.left < count)
      return this.#turns.run(owner_id, () => this.#hold(owner_id, count, room));
    allowance.left -= count;
    this.#add(owner_id, count);
    return allowance.held_until;
  }

  /** The tasks are stored, or will not be. */
  done(owner_id: string, count: number): void {
    this.#add(owner_id, -count);
    if (!this.#parts.holds || !this.#isIdle(owner_id)) return;
    const release = this.#turns.run(owner_id, () => this.#release(owner_id));
    this.#parts.background.run(
      release,
      'what was held of a quota could not be handed back; it ends by itself',
    );
  }

  /** Reads what others hold before the count, so that places released in between are counted twice rather than not at all. */
  async #hold(owner_id: string, count: number, room: () => Promise<Room>): Promise<number> {
    const { holds } = this.#parts;
    const give_up = performance.now() + GIVE_UP_MS;
    for (let wait_ms = FIRST_WAIT_MS; performance.now() < give_up; ) {
      // The new count says what is left of it.
      this.#allowances.delete(owner_id);
      const began = performance.now();
      const under_way = this.#under_way.get(owner_id) ?? 0;
      const others = (await holds?.read(owner_id, this.#holder)) ?? { places: 0, edition: null };
      const { left, far, limits } = await room();
      const free = left - under_way - others.places;
      if (free < 0) {
        // Others may be waiting for places held here, although the tasks are stored by now.
        if (under_way === 0) await holds?.release(owner_id, this.#holder);
        await sleep(wait_ms * (0.5 + Math.random() / 2));
        wait_ms = Math.min(2 * wait_ms, LONGEST_WAIT_MS);
        continue;
      }
      const spare = free < NEAR ? 0 : Math.min(MOST_SPARE, Math.floor(free / SHARE));
      const shared_ms = far ? USABLE_FAR_MS : USABLE_MS;
      const usable_ms = holds ? shared_ms : USABLE_ALONE_MS;
      const held_ms = usable_ms + GRACE_MS;
      const places = under_way + count + spare;
      if (holds && !(await holds.hold(owner_id, this.#holder, places, held_ms, others.edition))) continue;
      const held_until = began + held_ms;
      if (spare > 0)
        this.#allowances.set(owner_id, { left: spare, limits, usable_until: began + usable_ms, held_until });
      this.#add(owner_id, count);
      return held_until;
    }
    throw new Fault('overloaded', { retry_after: 1 });
  }

  async #release(owner_id: string): Promise<void> {
    if (this.#isIdle(owner_id)) await this.#parts.holds?.release(owner_id, this.#holder);
  }

  #isIdle(owner_id: string): boolean {
    return !this.#under_way.has(owner_id) && (this.#allowances.get(owner_id)?.left ?? 0) === 0;
  }

  #add(owner_id: string, count: number): void {
    const sum = (this.#under_way.get(owner_id) ?? 0) + count;
    if (sum > 0) this.#under_way.set(owner_id, sum);
    else this.#under_way.delete(owner_id);
  }
}

/** Decides whether an account may have more tasks. Usage is counted in the store, so it includes all processes. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Database,
  dayOf,
  type Task,
  type TaskFilter,
  type TaskStatus,
} from '../../data/contracts/index.ts';
import { Fault } from '../../errors.ts';
import type { SteadyClock } from '../../runtime/clock.ts';
import type { AccountActor } from '../actor.ts';
import { isFinal } from '../engine/task-states.ts';
import type { OwnerQuotas, QuotaLimits } from '../owner-quotas.ts';
import { QuotaPlaces, type QuotaPlacesParts, type Room } from './quota-places.ts';

const DAY_MS = 86_400_000;
const ACTIVE: TaskStatus[] = ['pending', 'processing', 'cancelling'];
type Counted = 'active_tasks' | 'tasks_per_day';

export interface QuotaUse {
  /** 0 = no limit. */
  limit: number;
  used: number;
}

export interface QuotasView {
  active_tasks: QuotaUse;
  tasks_per_day: QuotaUse & { resets_at: string };
  running_items: QuotaUse;
  stored_bytes: QuotaUse;
}

export interface TaskQuotasParts extends QuotaPlacesParts {
  tasks: Pick<Database['tasks'], 'count' | 'deletedOn' | 'runningOf' | 'storedBytesOf'>;
  quotas: OwnerQuotas;
  clock: Pick<SteadyClock, 'now'>;
}

const MOST_COUNTED = 10_000;
const MOST_LOOKS = 5;
const BETWEEN_LOOKS_MS = 50;

export class TaskQuotas {
  readonly #parts: TaskQuotasParts;
  readonly #places: QuotaPlaces;

  constructor(parts: TaskQuotasParts) {
    this.#parts = parts;
    this.#places = new QuotaPlaces(parts);
  }

  /** Calls `store` if `count` more tasks fit; `undo` takes back what it stored if it took too long. Throws `quota_exceeded`. */
  within<T>(
    owner_id: string,
    count: number,
    store: () => Promise<T>,
    undo: (stored: T) => Promise<void>,
  ): Promise<T> {
    return this.#within(owner_id, count, ['active_tasks', 'tasks_per_day'], store, undo);
  }

  /** Calls `restart`, which makes this task active again, if the owner may have one more. Throws `quota_exceeded`. */
  async withinForRetry<T>(task: Task, restart: () => Promise<T>): Promise<T> {
    if (!isFinal(task.status) || task.failed_items + task.cancelled_items === 0) return restart();
    // A restart cannot be undone.
    return this.#within(task.owner_id, 1, ['active_tasks'], restart, async () => {});
  }

  /** The quotas of the account and how much of them is used. */
  async view(actor: AccountActor): Promise<QuotasView> {
    const { tasks, quotas } = this.#parts;
    const limits = await quotas.limitsOf(actor.id);
    const count = (name: Counted) => this.#used(actor.id, name, Math.max(limits[name] + 1, MOST_COUNTED));
    const [active, day, running, stored] = await Promise.all([
      count('active_tasks'),
      count('tasks_per_day'),
      this.#running(actor.id, limits.running_items),
      tasks.storedBytesOf(actor.id),
    ]);
    const resets_at = new Date(this.#midnight() + DAY_MS).toISOString();
    return {
      active_tasks: { limit: limits.active_tasks, used: active },
      tasks_per_day: { limit: limits.tasks_per_day, used: day, resets_at },
      running_items: { limit: limits.running_items, used: running },
      stored_bytes: { limit: limits.stored_bytes, used: stored },
    };
  }

  /**
   * Workers that claim at the same moment may together exceed the limit, and return the excess before it runs. A count above the limit is
   * therefore repeated; it remains only if the limit was lowered while that many items were running.
   */
  async #running(owner_id: string, limit: number): Promise<number> {
    const { tasks } = this.#parts;
    let used = await tasks.runningOf(owner_id);
    for (let looks = 1; limit > 0 && used > limit && looks < MOST_LOOKS; looks += 1) {
      await sleep(BETWEEN_LOOKS_MS);
      used = Math.min(used, await tasks.runningOf(owner_id));
    }
    return used;
  }

  #within<T>(
    owner_id: string,
    count: number,
    names: readonly Counted[],
    store: () => Promise<T>,
    undo: (stored: T) => Promise<void>,
  ): Promise<T> {
    const limits = this.#parts.quotas.known(owner_id);
    // Without the promises of what follows, which most calls do not need.
    if (limits && areUnlimited(limits, names)) return store();
    return this.#withinLimits(owner_id, count, names, store, undo);
  }

  async #withinLimits<T>(
    owner_id: string,
    count: number,
    names: readonly Counted[],
    store: () => Promise<T>,
    undo: (stored: T) => Promise<void>,
  ): Promise<T> {
    const limits = await this.#parts.quotas.limitsOf(owner_id);
    if (areUnlimited(limits, names)) return store();
    const room = () => this.#room(owner_id, count, names);
    const until = await this.#places.take(owner_id, count, textOf(limits), room);
    let stored: T;
    try {
      stored = await store();
    } finally {
      this.#places.done(owner_id, count);
    }
    // The hold has expired, so others may have used its place.
    if (performance.now() >= until) await this.#checkAgain(owner_id, names, () => undo(stored));
    return stored;
  }

  async #checkAgain(owner_id: string, names: readonly Counted[], undo: () => Promise<void>): Promise<void> {
    try {
      await this.#room(owner_id, 0, names);
    } catch (error) {
      await undo();
      throw error;
    }
  }

  /** How many tasks fit in addition to `count`. Throws `quota_exceeded` if `count` do not fit. */
  async #room(owner_id: string, count: number, names: readonly Counted[]): Promise<Room> {
    const limits = await this.#parts.quotas.limitsOf(owner_id);
    const room: Room = { left: Number.POSITIVE_INFINITY, far: true, limits: textOf(limits) };
    for (const name of names) {
      const limit = limits[name];
      if (limit === 0) continue;
      const used = await this.#used(owner_id, name, limit + 1);
      if (used + count > limit) throw this.#exceeded(name, limit, used);
      room.left = Math.min(room.left, limit - used - count);
      room.far &&= used < limit / 2;
    }
    return room;
  }

  #exceeded(name: Counted, limit: number, used: number): Fault {
    const resets_ms = this.#midnight() + DAY_MS - this.#parts.clock.now();
    return new Fault('quota_exceeded', {
      quota: { name, limit, used: Math.min(used, limit) },
      ...(name === 'tasks_per_day' && { retry_after: Math.ceil(resets_ms / 1_000) }),
    });
  }

  /** Counts in the store up to `cap`. Deleted tasks of the day count as well, so deleting makes no room. */
  async #used(owner_id: string, name: Counted, cap: number): Promise<number> {
    const { tasks } = this.#parts;
    const today = new Date(this.#midnight()).toISOString();
    const filter: TaskFilter =
      name === 'active_tasks' ? { owner_id, status: ACTIVE } : { owner_id, created_after: today };
    const [{ count }, deleted] = await Promise.all([
      tasks.count(filter, cap),
      name === 'active_tasks' ? 0 : tasks.deletedOn(owner_id, dayOf(today)),
    ]);
    return count + deleted;
  }

  /** Of the UTC day. */
  #midnight(): number {
    return Math.floor(this.#parts.clock.now() / DAY_MS) * DAY_MS;
  }
}

const areUnlimited = (limits: QuotaLimits, names: readonly Counted[]): boolean =>
  names.every((name) => limits[name] === 0);

const textOf = ({ active_tasks, tasks_per_day }: QuotaLimits): string => `${active_tasks} ${tasks_per_day}`;

/** The limits that task types set to their items: who may start, who waits, and who is woken. */
import {
  newId,
  type Slot,
  type StartLimit,
  type StartPermits,
  type Task,
  Unavailable,
  type Wake,
} from '../../data/contracts/index.ts';
import type { Background } from '../../runtime/background.ts';
import { BoundedMap } from '../../runtime/bounded-map.ts';
import type { Log } from '../../runtime/log.ts';
import { Repeat } from '../../runtime/repeat.ts';
import { ThrottledLog } from '../../runtime/throttled-log.ts';
import type { TaskType } from '../../task-types/definition/registry.ts';
import type { Permit } from './attempt.ts';
import { HEARTBEAT_MS } from './lease.ts';
import { keyLimitName, limitOf, readSlotWaiter, slotWaiterOf, typeOfLimit } from './limit-names.ts';
import { LimitTimers } from './limit-timers.ts';
import type { TaskPlans } from './task-plans.ts';

/** Limits with waiters that are looked at with each renewal. */
const MOST_LOOKED_AT = 100;
/** … of so many, among which may be some of types that are not installed any more. */
const MOST_NAMES = 1_000;
/** An item that waits for a limit of its key is found again so much later, if nobody lets it go before. */
export const PUT_OFF_MS = 30_000;

/** So often, at most, one owner is said to have nothing that waits. */
const FOUND_NONE_MS = 100;

/** Items of a task that a worker wants to claim. */
export interface Wanted {
  task: Task;
  slots: Slot[];
}

/** Of one task: what may start, by index, and what must wait. */
export interface Granted {
  task: Task;
  permits: Map<number, Permit | null>;
  /** They wait for their key: to be put off, and to be waited for then. */
  waiting: { index: number; limit: StartLimit }[];
  /** So many wait for the type as a whole. */
  refused: number;
}

export interface StartLimitsParts {
  permits: StartPermits;
  types: ReadonlyMap<string, TaskType>;
  plans: Pick<TaskPlans, 'of'>;
  /** Lets an item that was put off be claimed; false when it does not wait any more. */
  letGo(task_id: string, index: number): Promise<boolean>;
  pushTurns(owner_id: string, count: number, pool: string): Promise<void>;
  background: Background;
  log: Pick<Log, 'warn'>;
}

const COULD_NOT_WAKE =
  'items that wait for a limit of their task type could not be woken; the scheduler does so within seconds';

interface Asked {
  granted: Granted;
  index: number;
  permit: string;
  waiter: string;
}

export class StartLimits {
  readonly #parts: StartLimitsParts;
  readonly #limited: ReadonlyMap<string, TaskType>;
  /** In hand, by limit. */
  readonly #held = new Map<string, Set<string>>();
  readonly #timers: LimitTimers;
  readonly #warnings: ThrottledLog;
  /** Types for which somebody waits, as far as this process knows. */
  readonly #waited_for = new Set<string>();
  /** Who was found to have nothing of a type a moment ago. */
  readonly #found_none = new BoundedMap<string, true>({ entries: 1_000, ttl_ms: FOUND_NONE_MS });
  #renewal: Repeat | null = null;

  constructor(parts: StartLimitsParts) {
    this.#parts = parts;
    this.#limited = new Map([...parts.types].filter(([, { running, rate }]) => running !== null || rate));
    this.#warnings = new ThrottledLog(parts.log);
    this.#timers = new LimitTimers((limit) => this.#inBackground(limit, parts.permits.wake(limit)));
  }

  isLimited(type: string): boolean {
    return this.#limited.has(type);
  }

  /** True where all items of the type count together. */
  countsTogether(type: string): boolean {
    return this.#limited.get(type)?.limitKey === null;
  }

  /** Lets permits in hand count on, and looks for waiters that a dead process would have woken. */
  start(): void {
    if (this.#limited.size === 0 || this.#renewal) return;
    const { log } = this.#parts;
    this.#renewal = new Repeat(() => this.#renew(), {
      ms: HEARTBEAT_MS,
      name: 'renewing start permits',
      log,
    });
  }

  async stop(): Promise<void> {
    await this.#renewal?.stop();
    this.#renewal = null;
  }

  close(): void {
    this.#timers.close();
  }

  /** Asks for permits for all of these. While Redis is away there are none. */
  async ask(wanted: readonly Wanted[]): Promise<Granted[]> {
    const by_limit = new Map<string, { limit: StartLimit; asked: Asked[] }>();
    const all = await Promise.all(wanted.map((one) => this.#requests(one, by_limit)));
    await Promise.all([...by_limit.values()].map(({ limit, asked }) => this.#take(limit, asked)));
    return all;
  }

  /** The handler has begun with the item. */
  begun({ limit, id }: Permit): void {
    if (limit.rate) this.#inBackground(limit, this.#parts.permits.started(limit, id));
  }

  /** Nothing of the item is left, or nothing came of its claim. Once more changes nothing. */
  end({ limit, id, begun }: Permit): void {
    if (this.#forget(limit.name, id))
      this.#inBackground(limit, this.#parts.permits.give(limit, [id], !begun));
  }

  /** Nobody knows whether its item was claimed: it counts until it ends by itself. */
  abandon({ limit, id }: Permit): void {
    this.#forget(limit.name, id);
  }

  /** So many turns of the owner found items of this type that may not start now. */
  wait(type: string, owner_id: string, count: number): void {
    const limit = this.#limitOf(type);
    if (limit) this.#inBackground(limit, this.#parts.permits.wait(limit, owner_id, count));
  }

  /** The same of turns that may have been lost: nothing changes where the owner waits already. */
  waitIfLost(type: string, owner_id: string, count: number): void {
    const limit = this.#limitOf(type);
    if (limit) this.#inBackground(limit, this.#parts.permits.wait(limit, owner_id, count, true));
  }

  /**
   * Turns of this owner found nothing more to run in this pool, but for what was refused. One that was woken for a limit then stands in
   * nobody's way any longer.
   */
  foundNone(owner_id: string, pool: string | null, refused: ReadonlyMap<string, unknown>): void {
    for (const type of this.#waited_for) {
      const limit = this.#limitOf(type);
      const key = `${type}|${owner_id}`;
      if (!limit || refused.has(type) || this.#limited.get(type)?.pool !== pool || this.#found_none.get(key))
        continue;
      this.#found_none.set(key, true);
      this.#inBackground(limit, this.#parts.permits.gone(limit, [owner_id]));
    }
  }

  /** Once they are put off. */
  waitForKeys({ task, waiting }: Pick<Granted, 'task' | 'waiting'>): void {
    for (const { index, limit } of waiting) {
      const waiter = slotWaiterOf(task, index);
      this.#inBackground(limit, this.#parts.permits.wait(limit, waiter, 1, true));
    }
  }

  #limitOf(name: string): StartLimit | null {
    const taskType = this.#limited.get(typeOfLimit(name));
    return taskType ? limitOf(taskType, name) : null;
  }

  async #requests(
    { task, slots }: Wanted,
    by_limit: Map<string, { limit: StartLimit; asked: Asked[] }>,
  ): Promise<Granted> {
    const granted: Granted = { task, permits: new Map(), waiting: [], refused: 0 };
    const taskType = this.#limited.get(task.type) as TaskType;
    for (const { index } of slots) {
      const name = await keyLimitName(this.#parts.plans, taskType, task, index);
      if (name === null) {
        // It has no key, and fails before it starts.
        granted.permits.set(index, null);
        continue;
      }
      let entry = by_limit.get(name);
      if (!entry) {
        entry = { limit: limitOf(taskType, name), asked: [] };
        by_limit.set(name, entry);
      }
      const waiter = taskType.limitKey ? slotWaiterOf(task, index) : task.owner_id;
      entry.asked.push({ granted, index, permit: newId(), waiter });
    }
    return granted;
  }

  async #take(limit: StartLimit, asked: Asked[]): Promise<void> {
    const { permits } = this.#parts;
    let got: boolean[] = [];
    let reachable = true;
    try {
      got = await permits.take(limit, asked);
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      reachable = false;
      this.#warnings.warn(
        { err: error, limit: limit.name },
        'items of a limited task type cannot start while Redis does not answer',
      );
    }
    const by_key = limit.name !== typeOfLimit(limit.name);
    asked.forEach(({ granted, index, permit }, at) => {
      if (got[at]) {
        granted.permits.set(index, { id: permit, limit, begun: false });
        this.#hold(limit.name, permit);
      } else if (by_key && reachable) granted.waiting.push({ index, limit });
      else granted.refused += 1;
    });
  }

  async #renew(): Promise<void> {
    const { permits } = this.#parts;
    const held = [...this.#held].map(([name, ids]) => ({ name, permits: [...ids] }));
    if (held.length > 0) await permits.renew(held);
    const limits = (await permits.waitedFor(MOST_NAMES)).map((name) => this.#limitOf(name));
    for (const limit of limits.filter((one) => one !== null).slice(0, MOST_LOOKED_AT))
      await this.#woken(limit, await permits.wake(limit));
  }

  #inBackground(limit: StartLimit, step: Promise<Wake>): void {
    this.#parts.background.run(this.#follow(limit, step), COULD_NOT_WAKE);
  }

  async #follow(limit: StartLimit, step: Promise<Wake>): Promise<void> {
    try {
      await this.#woken(limit, await step);
    } catch (error) {
      // While Redis or the database is away this is so with every item.
      if (!(error instanceof Unavailable)) throw error;
      this.#warnings.warn({ err: error, limit: limit.name }, COULD_NOT_WAKE);
    }
  }

  async #woken(limit: StartLimit, { waiters, again_in_ms }: Wake): Promise<void> {
    if (again_in_ms !== null) this.#timers.set(limit, again_in_ms);
    const { pushTurns, letGo } = this.#parts;
    if (this.countsTogether(limit.name)) {
      if (again_in_ms === null) this.#waited_for.delete(limit.name);
      else this.#waited_for.add(limit.name);
    }
    const taskType = this.#limited.get(typeOfLimit(limit.name));
    if (!taskType) return;
    const turns = new Map<string, number>();
    const gone: string[] = [];
    for (const waiter of waiters) {
      const slot = readSlotWaiter(waiter);
      if (slot && !(await letGo(slot.task_id, slot.index))) {
        gone.push(waiter);
        continue;
      }
      const owner_id = slot?.owner_id ?? waiter;
      turns.set(owner_id, (turns.get(owner_id) ?? 0) + 1);
    }
    for (const [owner_id, count] of turns) await pushTurns(owner_id, count, taskType.pool);
    if (gone.length > 0) this.#inBackground(limit, this.#parts.permits.gone(limit, gone));
  }

  #hold(name: string, id: string): void {
    const ids = this.#held.get(name);
    if (ids) ids.add(id);
    else this.#held.set(name, new Set([id]));
  }

  /** False when it was not in hand. */
  #forget(name: string, id: string): boolean {
    const ids = this.#held.get(name);
    if (!ids?.delete(id)) return false;
    if (ids.size === 0) this.#held.delete(name);
    return true;
  }
}

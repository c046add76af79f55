/** Applies the limits of task types: decides which items may start, which wait, and which are woken. */
import {
  newId,
  type StartLimit,
  type StartPermits,
  type Turns,
  Unavailable,
  type Wake,
} from '../../data/contracts/index.ts';
import type { Background } from '../../runtime/background.ts';
import { BoundedMap } from '../../runtime/bounded-map.ts';
import type { Log } from '../../runtime/log.ts';
import { Repeat } from '../../runtime/repeat.ts';
import { ThrottledLog } from '../../runtime/throttled-log.ts';
import { untilDone } from '../../runtime/until-done.ts';
import type { TaskType } from '../../task-types/definition/registry.ts';
import type { Permit } from './attempt.ts';
import type { Granted, Wanted } from './granted.ts';
import { HeldPermits } from './held-permits.ts';
import { HEARTBEAT_MS } from './lease.ts';
import { keyLimitName, limitOf, readSlotWaiter, slotWaiterOf, typeOfLimit } from './limit-names.ts';
import { LimitTimers } from './limit-timers.ts';
import type { TaskPlans } from './task-plans.ts';

/** Maximum number of limits with waiters that are checked with each renewal. */
const MOST_LOOKED_AT = 100;
/** … out of this many names, some of which may belong to types that are no longer installed. */
const MOST_NAMES = 1_000;
/** An item that waits for a limit of its key becomes claimable after this time, if nobody releases it earlier. */
export const PUT_OFF_MS = 30_000;

/** While Redis or the database cannot be reached, what must not be lost is tried again so often. */
const AGAIN_MS = 500;
const TRIES = 120;

/** Minimum time between two reports that an owner has nothing that waits. */
const FOUND_NONE_MS = 100;

export interface StartLimitsParts {
  permits: StartPermits;
  types: ReadonlyMap<string, TaskType>;
  plans: Pick<TaskPlans, 'of'>;
  /** Makes a waiting item claimable; false if it no longer waits. */
  letGo(task_id: string, index: number): Promise<boolean>;
  /** Tries again while the queue cannot be reached. */
  pushTurns(...turns: Turns[]): Promise<void>;
  /** The answer to a step was lost, and with it the waiters that the step may have woken. */
  reportMissing(): Promise<void>;
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
  readonly #held = new HeldPermits();
  readonly #timers: LimitTimers;
  readonly #warnings: ThrottledLog;
  /** Types with waiters, as far as this process knows. */
  readonly #waited_for = new Set<string>();
  /** Owners who were recently found to have no waiting items of a type. */
  readonly #found_none = new BoundedMap<string, true>({ entries: 1_000, ttl_ms: FOUND_NONE_MS });
  #renewal: Repeat | null = null;
  #closed = false;
  /** A step had no answer. */
  #unanswered = false;

  constructor(parts: StartLimitsParts) {
    this.#parts = parts;
    this.#limited = new Map([...parts.types].filter(([, { running, rate }]) => running !== null || rate));
    this.#warnings = new ThrottledLog(parts.log);
    this.#timers = new LimitTimers((limit) => this.#inBackground(limit, () => parts.permits.wake(limit)));
  }

  isLimited(type: string): boolean {
    return this.#limited.has(type);
  }

  /** True if all items of the type count together. */
  countsTogether(type: string): boolean {
    return this.#limited.get(type)?.limitKey === null;
  }

  /** Renews permits in hand at intervals, and wakes waiters that a dead process would have woken. */
  start(): void {
    if (this.#limited.size === 0 || this.#renewal) return;
    const name = 'renewing start permits';
    this.#renewal = new Repeat(() => this.#renew(), { ms: HEARTBEAT_MS, name, log: this.#parts.log });
  }

  async stop(): Promise<void> {
    await this.#renewal?.stop();
    this.#renewal = null;
  }

  close(): void {
    this.#closed = true;
    this.#timers.close();
  }

  /** Requests permits for all these items. While Redis is unreachable, none are granted. */
  async ask(wanted: readonly Wanted[]): Promise<Granted[]> {
    const by_limit = new Map<string, { limit: StartLimit; asked: Asked[] }>();
    const all = await Promise.all(wanted.map((one) => this.#requests(one, by_limit)));
    await Promise.all([...by_limit.values()].map(({ limit, asked }) => this.#take(limit, asked)));
    return all;
  }

  /** The handler has started with the item. */
  begun({ limit, id }: Permit): void {
    if (limit.rate) this.#inBackground(limit, () => this.#parts.permits.started(limit, id), true);
  }

  /** The item has ended, or it was not claimed after all. Can be called again without an effect. */
  end({ limit, id, begun }: Permit): void {
    if (this.#held.forget(limit.name, id))
      this.#inBackground(limit, () => this.#parts.permits.give(limit, [id], !begun), true);
  }

  /** It is unknown whether the item was claimed: the permit counts until somebody has found out and ends it. */
  abandon(permit: Permit): void {
    this.#held.abandon(permit);
  }

  /** The abandoned permits. The caller ends them, or abandons them again. */
  takeAbandoned(): Permit[] {
    return this.#held.takeAbandoned();
  }

  /** This many turns of the owner found items of this type that may not start now. */
  wait(type: string, owner_id: string, count: number): void {
    const limit = this.#limitOf(type);
    if (limit) this.#inBackground(limit, () => this.#parts.permits.wait(limit, owner_id, count), true);
  }

  /** So many items of this type wait, and turns of their owner may have been lost: it is woken for each of them all the same. */
  waitIfLost(type: string, owner_id: string, count: number): void {
    const limit = this.#limitOf(type);
    if (limit) this.#inBackground(limit, () => this.#parts.permits.wait(limit, owner_id, count, true));
  }

  /**
   * Turns of this owner found nothing more to run in this pool, except for `refused` types. If the owner was woken for another limit, the
   * place reserved for it becomes free.
   */
  foundNone(owner_id: string, pool: string | null, refused: ReadonlyMap<string, unknown>): void {
    for (const type of this.#waited_for) {
      const limit = this.#limitOf(type);
      const key = `${type}|${owner_id}`;
      if (!limit || refused.has(type) || this.#limited.get(type)?.pool !== pool || this.#found_none.get(key))
        continue;
      this.#found_none.set(key, true);
      this.#inBackground(limit, () => this.#parts.permits.gone(limit, [owner_id]));
    }
  }

  /** To be called once their `available_at` is stored. */
  waitForKeys({ task, waiting }: Pick<Granted, 'task' | 'waiting'>): void {
    for (const { index, limit } of waiting) {
      const waiter = slotWaiterOf(task, index);
      this.#inBackground(limit, () => this.#parts.permits.wait(limit, waiter, 1, true), true);
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
        // The item has no key and fails before it starts.
        granted.permits.set(index, null);
        continue;
      }
      const entry = by_limit.get(name) ?? { limit: limitOf(taskType, name), asked: [] };
      by_limit.set(name, entry);
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
      // Redis may have granted them.
      const ids = asked.map(({ permit }) => permit);
      this.#inBackground(limit, () => permits.give(limit, ids, true), true);
      this.#warnings.warn(
        { err: error, limit: limit.name },
        'items of a limited task type cannot start while Redis does not answer',
      );
    }
    const by_key = limit.name !== typeOfLimit(limit.name);
    asked.forEach(({ granted, index, permit }, at) => {
      if (got[at]) {
        granted.permits.set(index, { id: permit, limit, begun: false });
        this.#held.hold(limit.name, permit);
      } else if (by_key && reachable) granted.waiting.push({ index, limit });
      else granted.refused += 1;
    });
  }

  async #renew(): Promise<void> {
    const { permits } = this.#parts;
    const held = this.#held.all;
    if (held.length > 0) await permits.renew(held);
    if (this.#unanswered) await this.#parts.reportMissing();
    this.#unanswered = false;
    const limits = (await permits.waitedFor(MOST_NAMES)).map((name) => this.#limitOf(name));
    for (const limit of limits.filter((one) => one !== null).slice(0, MOST_LOOKED_AT))
      this.#wakeLater(limit, await permits.wake(limit));
  }

  /** Renewals must go on while the database cannot be reached, and waking must not. */
  #wakeLater(limit: StartLimit, wake: Wake): void {
    this.#inBackground(limit, async () => wake);
  }

  /** `surely`: the step is repeated until Redis answers. Otherwise it is only worth a try. */
  #inBackground(limit: StartLimit, step: () => Promise<Wake>, surely = false): void {
    this.#parts.background.run(this.#follow(limit, surely ? () => this.#surely(step) : step), COULD_NOT_WAKE);
  }

  #surely<T>(work: () => Promise<T>): Promise<T> {
    const goesOn = (error: unknown) => {
      this.#unanswered = true;
      return error instanceof Unavailable && !this.#closed;
    };
    return untilDone(work, { ms: AGAIN_MS, tries: TRIES, goesOn });
  }

  async #follow(limit: StartLimit, step: () => Promise<Wake>): Promise<void> {
    try {
      await this.#woken(limit, await step());
    } catch (error) {
      this.#unanswered = true;
      // While Redis or the database is unreachable, this happens for every item, so the warning is throttled.
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
      if (slot && !(await this.#surely(() => letGo(slot.task_id, slot.index)))) {
        gone.push(waiter);
        continue;
      }
      const owner_id = slot?.owner_id ?? waiter;
      turns.set(owner_id, (turns.get(owner_id) ?? 0) + 1);
    }
    const { pool } = taskType;
    if (turns.size > 0)
      await pushTurns(...[...turns].map(([owner_id, count]) => ({ owner_id, count, pool })));
    if (gone.length > 0) this.#inBackground(limit, () => this.#parts.permits.gone(limit, gone));
  }
}

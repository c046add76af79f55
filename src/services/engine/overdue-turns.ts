/** Turns for items that have waited for long: theirs may be lost. */
import {
  type Database,
  DEFAULT_POOL,
  isSystemOwner,
  type PooledTurnQueue,
  type Slot,
  type Task,
} from '../../data/contracts/index.ts';
import type { SteadyClock } from '../../runtime/clock.ts';
import type { Log } from '../../runtime/log.ts';
import { ThrottledLog } from '../../runtime/throttled-log.ts';
import type { StartLimits } from './start-limits.ts';
import { pagesOf, TASKS_AT_ONCE } from './task-pages.ts';
import type { TaskPools } from './task-pools.ts';
import type { TurnPushes } from './turn-pushes.ts';

/** Milliseconds that an item may wait before its turn counts as lost. */
const QUEUED_TOO_LONG_MS = 10_000;
const MOST_LOOKED_AT = 5_000;
/** The same with those that get no turns (of paused types, and of pools that no worker serves) and with those of the system. */
const MOST_PASSED = 50_000;
/** Between two lines about pools that no worker serves. */
const SAY_AGAIN_MS = 60_000;

export interface OverdueTurnsParts {
  database: Pick<Database, 'tasks' | 'workers' | 'schedules' | 'typePauses'>;
  queue: Pick<PooledTurnQueue, 'waiting'>;
  turns: Pick<TurnPushes, 'pushFor'>;
  limits: Pick<StartLimits, 'countsTogether' | 'waitIfLost'>;
  pools: Pick<TaskPools, 'of'>;
  clock: SteadyClock;
  log: Pick<Log, 'warn'>;
}

interface Overdue {
  /** By pool and owner: items that may start. */
  items: Map<string, Map<string, number>>;
  /** The same by type, where a limit may be what they wait for. */
  limited: Map<string, Map<string, number>>;
  /** Types whose items wait for a worker of this pool. */
  unserved: Map<string, Set<string>>;
}

export class OverdueTurns {
  readonly #parts: OverdueTurnsParts;
  readonly #warnings: ThrottledLog;
  /** The ten seconds in which this process last looked for overdue items. */
  #pushed_in = 0;

  constructor(parts: OverdueTurnsParts) {
    this.#parts = parts;
    this.#warnings = new ThrottledLog(parts.log, SAY_AGAIN_MS);
  }

  /**
   * Items that have waited for long mostly wait because there is much to do, and their turns wait as well. As many turns as are
   * missing are pushed, and one for each owner in any case: which owner's were lost the queue cannot tell.
   */
  async push(): Promise<void> {
    const { database, limits, clock } = this.#parts;
    const window = Math.floor(clock.now() / QUEUED_TOO_LONG_MS) * QUEUED_TOO_LONG_MS;
    if (window === this.#pushed_in) return;
    this.#pushed_in = window;
    const { items, limited, unserved } = await this.#look();
    if (items.size + limited.size + unserved.size === 0) return;
    // Of several schedulers one does it.
    if (!(await database.schedules.claimFiring('overdue turns', new Date(window).toISOString()))) return;
    for (const [pool, owners] of items) await this.#pushMissing(pool, owners);
    for (const [type, owners] of limited)
      for (const [owner_id, count] of owners) limits.waitIfLost(type, owner_id, count);
    for (const [pool, types] of unserved)
      this.#warnings.warn(
        { pool, task_types: [...types] },
        `items wait for a worker of the pool "${pool}", and none runs; add ${pool} to the WORKER_POOLS of a worker`,
      );
  }

  async #pushMissing(pool: string, owners: ReadonlyMap<string, number>): Promise<void> {
    const { queue, turns } = this.#parts;
    const overdue = [...owners.values()].reduce((sum, slots) => sum + slots, 0);
    let missing = Math.max(0, overdue - (await queue.waiting(pool)));
    for (const [owner_id, slots] of owners) {
      const count = Math.min(slots, 1 + missing);
      missing -= count - 1;
      await turns.pushFor(owner_id, count, pool);
    }
  }

  async #look(): Promise<Overdue> {
    const { database, limits, pools, clock } = this.#parts;
    const before = new Date(clock.now() - QUEUED_TOO_LONG_MS).toISOString();
    const overdue: Overdue = { items: new Map(), limited: new Map(), unserved: new Map() };
    const paused = new Set((await database.typePauses.list()).map(({ type }) => type));
    const served = await this.#servedPools();
    let [looked, passed] = [0, 0];
    for await (const page of pagesOf((after) => database.tasks.waiting(before, TASKS_AT_ONCE, after))) {
      for (const task of page) {
        const slots = task.slots.filter((slot) => isOverdue(slot, before)).length;
        if (paused.has(task.type)) continue;
        const pool = pools.of(task.type);
        if (!served.has(pool)) {
          if (slots > 0) overdue.unserved.set(pool, (overdue.unserved.get(pool) ?? new Set()).add(task.type));
          continue;
        }
        if (!isSystemOwner(task.owner_id)) looked += 1;
        if (slots === 0) continue;
        if (limits.countsTogether(task.type)) count(overdue.limited, task.type, task, slots);
        else count(overdue.items, pool, task, slots);
      }
      passed += page.length;
      if (looked >= MOST_LOOKED_AT || passed >= MOST_PASSED) break;
    }
    return overdue;
  }

  /** Turns of the default pool are pushed also while no worker runs: one will. */
  async #servedPools(): Promise<ReadonlySet<string>> {
    const { workers } = this.#parts.database;
    const [all, alive] = await Promise.all([workers.list(), workers.alive()]);
    const ids = new Set(alive);
    return new Set([DEFAULT_POOL, ...all.flatMap(({ id, pools }) => (ids.has(id) ? pools : []))]);
  }
}

function count(
  into: Map<string, Map<string, number>>,
  name: string,
  { owner_id }: Task,
  slots: number,
): void {
  const owners = into.get(name) ?? new Map<string, number>();
  owners.set(owner_id, (owners.get(owner_id) ?? 0) + slots);
  into.set(name, owners);
}

const isOverdue = (slot: Slot, before: string): boolean =>
  slot.state === 'queued' && (slot.available_at ?? slot.since) <= before;

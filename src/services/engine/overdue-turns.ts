/** Pushes turns for items that have waited for a long time, because their turns may be lost. */
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
import type { TaskEngine } from './task-engine.ts';
import { pagesOf, TASKS_AT_ONCE } from './task-pages.ts';
import type { TaskPools } from './task-pools.ts';
import type { TurnPushes } from './turn-pushes.ts';

/** Milliseconds that an item may wait before its turn counts as lost. */
const QUEUED_TOO_LONG_MS = 10_000;
/** The same once a worker has died: turns on their way to a living one are used by then. */
const DEATH_NOTICED_MS = 1_000;
const MOST_LOOKED_AT = 5_000;
/** The same, including items that get no turns (of paused types and unserved pools) and items of the system. */
const MOST_PASSED = 50_000;
/** Milliseconds between two log lines about pools that no worker serves. */
const SAY_AGAIN_MS = 60_000;

export interface OverdueTurnsParts {
  database: Pick<Database, 'tasks' | 'workers' | 'schedules' | 'typePauses'>;
  engine: Pick<TaskEngine, 'endDamaged'>;
  queue: Pick<PooledTurnQueue, 'waiting'>;
  turns: Pick<TurnPushes, 'pushFor'>;
  limits: Pick<StartLimits, 'countsTogether' | 'waitIfLost'>;
  pools: Pick<TaskPools, 'of'>;
  clock: SteadyClock;
  log: Pick<Log, 'warn'>;
}

interface Overdue {
  /** Number of items that may start, by pool and owner. */
  items: Map<string, Map<string, number>>;
  /** The same by type, for items that may be waiting for a limit. */
  limited: Map<string, Map<string, number>>;
  /** Types with items that wait for a worker of this pool. */
  unserved: Map<string, Set<string>>;
}

export class OverdueTurns {
  readonly #parts: OverdueTurnsParts;
  readonly #warnings: ThrottledLog;
  /** Number of the ten-second interval in which this process last looked for overdue items. */
  #pushed_in = 0;

  constructor(parts: OverdueTurnsParts) {
    this.#parts = parts;
    this.#warnings = new ThrottledLog(parts.log, SAY_AGAIN_MS);
  }

  /**
   * Most items that have waited for a long time still have their turns and wait only because there is much to do. So only as many turns
   * as are missing are pushed, but at least one for each owner, because the queue cannot tell whose turns were lost.
   * A worker that has died may have taken turns with it: `at_once` looks for them without waiting until their items are overdue.
   */
  async push(at_once = false): Promise<void> {
    const { database, clock } = this.#parts;
    const window = Math.floor(clock.now() / QUEUED_TOO_LONG_MS) * QUEUED_TOO_LONG_MS;
    if (window === this.#pushed_in && !at_once) return;
    this.#pushed_in = window;
    const found = await this.#look(at_once ? DEATH_NOTICED_MS : QUEUED_TOO_LONG_MS);
    if (found.items.size + found.limited.size + found.unserved.size === 0) return;
    // Only one of several schedulers does this.
    const name = at_once ? 'turns of dead workers' : 'overdue turns';
    const at = at_once ? Math.floor(clock.now() / 1_000) * 1_000 : window;
    if (await database.schedules.claimFiring(name, new Date(at).toISOString())) await this.#pushAll(found);
  }

  async #pushAll({ items, limited, unserved }: Overdue): Promise<void> {
    const { limits } = this.#parts;
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

  async #look(waited_ms: number): Promise<Overdue> {
    const { database, limits, pools, clock } = this.#parts;
    const before = new Date(clock.now() - waited_ms).toISOString();
    const overdue: Overdue = { items: new Map(), limited: new Map(), unserved: new Map() };
    const paused = new Set((await database.typePauses.list()).map(({ type }) => type));
    const served = await this.#servedPools();
    let [looked, passed] = [0, 0];
    for await (const page of pagesOf((after) => database.tasks.waiting(before, TASKS_AT_ONCE, after))) {
      await this.#parts.engine.endDamaged(page);
      for (const task of page) {
        const slots = task.slots.filter((slot) => isOverdue(slot, before)).length;
        if (paused.has(task.type)) continue;
        const pool = pools.of(task.type);
        if (!served.has(pool)) {
          // A worker that is only restarted is not missed.
          if (slots > 0 && waited_ms >= QUEUED_TOO_LONG_MS)
            overdue.unserved.set(pool, (overdue.unserved.get(pool) ?? new Set()).add(task.type));
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

  /** Turns of the default pool are pushed even while no worker runs, because one will be started. */
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

/** The state of the whole system, for operators. */
import {
  type Database,
  isSystemOwner,
  type Task,
  type TaskStatus,
  Unavailable,
  type WorkerRecord,
} from '../../data/contracts/index.ts';
import type { SteadyClock } from '../../runtime/clock.ts';
import { type Actor, demand } from '../actor.ts';
import { mustRunAlone } from '../engine/slots.ts';
import { pagesOf, TASKS_AT_ONCE } from '../engine/task-pages.ts';
import type { TaskPools } from '../engine/task-pools.ts';
import type { WaitingItems } from './waiting-items.ts';

/** Tasks are counted up to this number. */
export const MOST_COUNTED = 10_000;
/** How many waiting tasks of people, oldest first, are searched for the longest wait. */
const TASKS_LOOKED_AT = 200;
/** How many waiting tasks are read for it at most: those of the system and of paused types are passed over. */
const MOST_PASSED = 10_000;

const COUNTED = ['pending', 'processing', 'cancelling'] as const satisfies TaskStatus[];
type Counted = (typeof COUNTED)[number];

export interface PartView {
  status: 'ok' | 'unavailable';
  /** Why the component does not work. */
  reason?: string;
}

/** Workers that run certain task types. */
export interface PoolView {
  name: string;
  /** Those that run. With none, items of its types wait. */
  workers: number;
  /** How many of them run one item alone and take no other until it ends. */
  workers_alone: number;
  task_types: string[];
  /** Items that wait for a worker of the pool; null while the queue cannot be reached. */
  turns_waiting: number | null;
}

export interface SystemView {
  version: string;
  mode: 'embedded' | 'scaled_out';
  /** Memory and other figures of the process that answers. */
  started_at: string;
  tasks: Record<Counted, number>;
  /** A count stopped at 10,000. */
  tasks_capped?: true;
  queue: {
    /** Items that wait for a worker; null while the queue cannot be reached. */
    turns_waiting: number | null;
    /** Null when nothing waits. */
    oldest_waiting_ms: number | null;
  };
  workers: { count: number; places: number; running: number };
  pools: PoolView[];
  paused_types: string[];
  /** Items that run alone in their worker, because they were running at three deaths of one: its other places stay empty. */
  running_alone: { task_id: string; index: number; since: string }[];
  parts: Record<string, PartView>;
}

/** With the worker that runs it. */
type ItemAlone = SystemView['running_alone'][number] & { worker_id: string | null };

export interface SystemReportParts {
  database: Pick<Database, 'capabilities' | 'tasks' | 'workers' | 'typePauses'>;
  waiting: Pick<WaitingItems, 'of'>;
  pools: Pick<TaskPools, 'names' | 'typesIn'>;
  clock: SteadyClock;
  version: string;
  parts(): Promise<Record<string, PartView>>;
}

export class SystemReport {
  readonly #parts: SystemReportParts;
  readonly #started_at = new Date().toISOString();

  constructor(parts: SystemReportParts) {
    this.#parts = parts;
  }

  /** Throws `Unavailable` when the database cannot be reached. */
  async read(actor: Actor): Promise<SystemView> {
    demand(actor, 'delete');
    const { database, version } = this.#parts;
    const paused_types = (await database.typePauses.list()).map(({ type }) => type);
    const running = await this.#runningWorkers();
    const names = [
      ...new Set([...this.#parts.pools.names, ...running.flatMap((worker) => worker.pools)]),
    ].sort();
    const [counts, waiting, oldest_waiting_ms, alone, parts] = await Promise.all([
      Promise.all(COUNTED.map((status) => database.tasks.count({ status: [status] }, MOST_COUNTED))),
      this.#waiting(names),
      this.#oldestWaiting(new Set(paused_types)),
      this.#runningAlone(),
      this.#parts.parts(),
    ]);
    const [pending = 0, processing = 0, cancelling = 0] = counts.map(({ count }) => count);
    return {
      version,
      mode: database.capabilities.single_process ? 'embedded' : 'scaled_out',
      started_at: this.#started_at,
      tasks: { pending, processing, cancelling },
      ...(counts.some(({ count }) => count >= MOST_COUNTED) && { tasks_capped: true as const }),
      queue: {
        turns_waiting: waiting && [...waiting.values()].reduce((sum, items) => sum + items, 0),
        oldest_waiting_ms,
      },
      workers: sumOf(running),
      pools: this.#pools(names, running, { waiting, alone }),
      paused_types,
      running_alone: alone.map(({ worker_id: _, ...item }) => item),
      parts,
    };
  }

  async #waiting(names: readonly string[]): Promise<Map<string, number> | null> {
    try {
      return await this.#parts.waiting.of(names);
    } catch (error) {
      if (error instanceof Unavailable) return null;
      throw error;
    }
  }

  /** Only for items that may start: items of paused types wait for an administrator, not for a place. */
  async #oldestWaiting(paused: ReadonlySet<string>): Promise<number | null> {
    const now = this.#parts.clock.now();
    const iso = new Date(now).toISOString();
    let oldest: string | null = null;
    for (const { slots } of await this.#waitingOfPeople(iso, paused)) {
      for (const { state, available_at, since } of slots) {
        const from = available_at ?? since;
        if (state === 'queued' && from <= iso && (oldest === null || from < oldest)) oldest = from;
      }
    }
    return oldest === null ? null : Math.max(0, now - Date.parse(oldest));
  }

  async #waitingOfPeople(before: string, paused: ReadonlySet<string>): Promise<Task[]> {
    const { tasks } = this.#parts.database;
    const found: Task[] = [];
    let passed = 0;
    for await (const page of pagesOf((after) => tasks.waiting(before, TASKS_AT_ONCE, after))) {
      found.push(...page.filter(({ type, owner_id }) => !paused.has(type) && !isSystemOwner(owner_id)));
      passed += page.length;
      if (passed >= MOST_PASSED || found.length >= TASKS_LOOKED_AT) break;
    }
    return found;
  }

  async #runningAlone(): Promise<ItemAlone[]> {
    const { tasks } = this.#parts.database;
    const found: ItemAlone[] = [];
    // At most as many tasks as there are places.
    for await (const page of pagesOf((after) => tasks.running(TASKS_AT_ONCE, after)))
      for (const { id: task_id, slots } of page)
        for (const slot of slots)
          if (slot.state === 'processing' && mustRunAlone(slot)) {
            const { index, since, worker_id } = slot;
            found.push({ task_id, index, since, worker_id });
          }
    return found;
  }

  async #runningWorkers(): Promise<WorkerRecord[]> {
    const { workers } = this.#parts.database;
    const [all, alive] = await Promise.all([workers.list(), workers.alive()]);
    const ids = new Set(alive);
    return all.filter(({ id }) => ids.has(id));
  }

  /** Those that task types name, and those that workers belong to. */
  #pools(
    names: readonly string[],
    running: WorkerRecord[],
    { waiting, alone }: { waiting: Map<string, number> | null; alone: readonly ItemAlone[] },
  ): PoolView[] {
    const busy = new Set(alone.map(({ worker_id }) => worker_id));
    return names.map((name) => {
      const members = running.filter((worker) => worker.pools.includes(name));
      return {
        name,
        workers: members.length,
        workers_alone: members.filter(({ id }) => busy.has(id)).length,
        task_types: this.#parts.pools.typesIn(name),
        turns_waiting: waiting?.get(name) ?? null,
      };
    });
  }
}

function sumOf(running: WorkerRecord[]): SystemView['workers'] {
  const sum = (of: 'places' | 'running') => running.reduce((total, worker) => total + worker[of], 0);
  return { count: running.length, places: sum('places'), running: sum('running') };
}

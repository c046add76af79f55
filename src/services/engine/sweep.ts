import type { Database, Task, TurnQueue } from '../../data/contracts/index.ts';
import type { SteadyClock } from '../../runtime/clock.ts';
import type { Log } from '../../runtime/log.ts';
import { SetBack } from '../../runtime/set-back.ts';
import { LEASE_MS } from './lease.ts';
import type { OverdueTurns } from './overdue-turns.ts';
import type { PutOffItems } from './put-off-items.ts';
import type { TaskEngine } from './task-engine.ts';
import { pagesOf, TASKS_AT_ONCE } from './task-pages.ts';
import type { TurnPushes } from './turn-pushes.ts';

const HOUR_MS = 3_600_000;
/** Turns that may be missing are looked for twice, because items that were queued just now are not counted. */
const COMPARISONS = 2;
/** Later than every stored time. */
const AFTER_ALL = '9999-12-31T23:59:59.999Z';

export interface SweepParts {
  database: Pick<Database, 'capabilities' | 'tasks' | 'workers' | 'schedules' | 'typePauses' | 'ping'>;
  queue: TurnQueue;
  engine: TaskEngine;
  turns: TurnPushes;
  overdue: OverdueTurns;
  put_off: PutOffItems;
  clock: SteadyClock;
  log: Log;
}

interface Swept {
  rescued: number;
  /** Why turns could not be pushed. */
  failed: unknown;
}

/** Queues the items of dead workers again, and pushes lost turns again. */
export class Sweep {
  readonly #parts: SweepParts;
  /** Measures durations between sweeps, for which the wall clock is not suitable. */
  #swept_at = performance.now();
  #wait_until = 0;
  #unreachable = false;
  /** Lost turns were found, and not all of them are pushed again yet. */
  #turns_lost = false;
  /** In how many sweeps to compare the turns with the items, because some turns may be missing. */
  #compare = 0;
  /** A worker has died, and what it took with it is not restored yet. */
  #restores = false;
  /** The workers of the last sweep. */
  #known: ReadonlySet<string> = new Set();
  readonly #set_back: SetBack;

  constructor(parts: SweepParts) {
    this.#parts = parts;
    this.#set_back = new SetBack(parts.clock);
  }

  /** To be called first: a process that is alone takes over everything that an earlier process was running. */
  async takeOver(): Promise<void> {
    const { database } = this.#parts;
    if (!database.capabilities.single_process) return;
    await database.workers.purge(-HOUR_MS);
    await this.#rescue(await this.#runningTasks(), () => true);
    await this.#correctTimes();
    await this.run();
  }

  /** The clock was set back, or may have been since an earlier process ran; backoffs would then last that much longer. */
  async #correctTimes(): Promise<void> {
    const { database, engine, clock, turns } = this.#parts;
    const now = new Date(clock.now()).toISOString();
    for await (const page of pagesOf((after) => database.tasks.waiting(AFTER_ALL, TASKS_AT_ONCE, after))) {
      await engine.endDamaged(page);
      for (const { id, slots } of page) {
        if (!slots.some(({ state, since }) => state === 'queued' && since > now)) continue;
        const task = await engine.correctTimes(id);
        // Their turns may come before their new times, and would be wasted.
        if (task)
          await turns.push([{ ...task, slots: task.slots.filter((slot) => slot.available_at !== null) }]);
      }
    }
  }

  #correctLater(error: unknown): never {
    this.#set_back.again();
    throw error;
  }

  /** One sweep; returns how many items were rescued. Throws `Unavailable`; while only the queue is unreachable, items are rescued all the same. */
  async run(): Promise<number> {
    let swept: Swept;
    try {
      swept = await this.#sweep();
    } catch (error) {
      this.#unreachable = true;
      throw error;
    }
    this.#swept_at = performance.now();
    if (swept.failed) throw swept.failed;
    return swept.rescued;
  }

  async #sweep(): Promise<Swept> {
    const { database } = this.#parts;
    // A process that was suspended for the length of a lease has neither renewed its own lease nor read others.
    if (performance.now() - this.#swept_at > LEASE_MS) this.#unreachable = true;
    // While the database was unreachable, no worker could renew its lease: each one first gets a full lease to do so.
    await database.ping();
    if (this.#unreachable) {
      this.#unreachable = false;
      this.#wait_until = performance.now() + LEASE_MS;
    }
    const not_pushed = await failureOf(this.#pushLostTurns());
    if (this.#set_back.look()) await this.#correctTimes().catch((error) => this.#correctLater(error));
    if (performance.now() < this.#wait_until) return { rescued: 0, failed: not_pushed };
    await database.workers.purge(0);
    const running = await this.#runningTasks();
    // Read after the tasks: every worker that claimed an item seen above had registered before.
    const known = new Set((await database.workers.list()).map((worker) => worker.id));
    const rescued = await this.#rescue(running, (id) => !known.has(id));
    if (rescued > 0 || !known.isSupersetOf(this.#known)) this.#restores = true;
    this.#known = known;
    const not_restored = this.#restores ? await failureOf(this.#restoreTurns()) : null;
    return { rescued, failed: not_pushed ?? not_restored };
  }

  async #rescue(running: Task[], isDead: (worker_id: string) => boolean): Promise<number> {
    const { engine, log } = this.#parts;
    let rescued = 0;
    await engine.endDamaged(running);
    for (const task of running) rescued += await engine.rescue(task, isDead);
    if (rescued > 0) log.warn({ rescued }, 'items of workers that no longer respond were queued again');
    return rescued;
  }

  async #runningTasks(): Promise<Task[]> {
    const { tasks } = this.#parts.database;
    const found: Task[] = [];
    for await (const page of pagesOf((after) => tasks.running(TASKS_AT_ONCE, after))) found.push(...page);
    return found;
  }

  /**
   * A worker that dies takes the turns with it that it had taken and not used yet. It may also have made items wait for a limit without
   * having registered them as waiters. The same is missing after a step of Redis whose answer was lost.
   */
  async #restoreTurns(): Promise<void> {
    const { database, overdue, put_off } = this.#parts;
    await overdue.push(true);
    if (put_off.possible)
      for await (const page of pagesOf((after) => database.tasks.waiting(this.#soon(), TASKS_AT_ONCE, after)))
        await put_off.waitAgain(page);
    this.#restores = false;
  }

  /** An hour ahead, so that items which wait for a limit or a later attempt are included. */
  #soon(): string {
    return new Date(this.#parts.clock.now() + HOUR_MS).toISOString();
  }

  async #pushLostTurns(): Promise<void> {
    const { queue, database, turns, overdue, put_off, log } = this.#parts;
    // The queue reports this only once, and a server may fail during the following steps.
    if (await queue.lostTurns()) this.#turns_lost = true;
    if (await queue.mayMissTurns?.()) this.#compare = COMPARISONS;
    if (!this.#turns_lost && this.#compare > 0) {
      await this.#restoreTurns();
      this.#compare -= 1;
      return;
    }
    if (!this.#turns_lost) return overdue.push();
    const before = this.#soon();
    let pushed = 0;
    for await (const page of pagesOf((after) => database.tasks.waiting(before, TASKS_AT_ONCE, after))) {
      await turns.push(page);
      await put_off.waitAgain(page);
      pushed += page.length;
    }
    this.#turns_lost = false;
    if (pushed > 0) log.info({ tasks: pushed }, 'the queue had lost waiting tasks; they were queued again');
  }
}

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
    return null;
  } catch (error) {
    return error;
  }
}

/** Gives items of dead workers to others, and pushes turns again that were lost. */
import type { Data, Slot, Task } from '../../data/contracts/index.ts';
import { LEASE_MS } from './lease.ts';
import type { TaskEngine } from './task-engine.ts';

export const SWEEP_MS = 3_000;
/** Milliseconds that an item may wait before its turn counts as lost. */
const QUEUED_TOO_LONG_MS = 10_000;
const TASKS_AT_ONCE = 200;
const MOST_LOOKED_AT = 5_000;

export interface SweepLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export interface Rescue {
  /** One sweep; tells how many items were rescued. Throws `Unavailable`. */
  sweep(): Promise<number>;
  /** For a process that is alone: whatever a worker before it had in hand is given back. */
  rescueAll(): Promise<number>;
}

/**
 * True in the first sweep after an item has waited 10, 20, 40 … seconds: a lost turn is made up for, a long row not
 * doubled. `since_last` = milliseconds since the sweep before.
 */
function isDueAgain(slot: Slot, since_last: number): boolean {
  const waited = Date.now() - Date.parse(slot.available_at ?? slot.since);
  const doublings = Math.floor(Math.log2(Math.max(1, waited / QUEUED_TOO_LONG_MS)));
  return waited - QUEUED_TOO_LONG_MS * 2 ** doublings <= since_last + SWEEP_MS;
}

export function createRescue(data: Data, engine: TaskEngine, log: SweepLog): Rescue {
  const { tasks, workers } = data.database;
  let unreachable = false;
  let waitUntil = 0;
  let sweptAt = Date.now();

  async function rescueItems(
    isDead: (worker_id: string) => boolean,
    running: AsyncIterable<Task[]>,
  ): Promise<number> {
    let rescued = 0;
    for await (const page of running) {
      for (const task of page) rescued += await engine.rescue(task, isDead);
    }
    if (rescued > 0) log.warn({ rescued }, 'items of lost workers are given to others');
    return rescued;
  }

  async function* pages(read: (after_id?: string) => Promise<Task[]>): AsyncGenerator<Task[]> {
    for (let page = await read(); page.length > 0; page = await read(page.at(-1)?.id)) {
      yield page;
      if (page.length < TASKS_AT_ONCE) return;
    }
  }

  const runningTasks = () => pages((after_id) => tasks.running(TASKS_AT_ONCE, after_id));

  async function pushTurns(before: string): Promise<number> {
    let pushed = 0;
    for await (const page of pages((after_id) => tasks.waiting(before, TASKS_AT_ONCE, after_id))) {
      await engine.pushTurns(page);
      pushed += page.length;
    }
    return pushed;
  }

  async function pushTurnsAgain(): Promise<void> {
    const before = new Date(Date.now() - QUEUED_TOO_LONG_MS).toISOString();
    const since_last = Date.now() - sweptAt;
    let looked = 0;
    for await (const page of pages((after_id) => tasks.waiting(before, TASKS_AT_ONCE, after_id))) {
      const due = page.map((task) => ({
        ...task,
        slots: task.slots.filter((slot) => isDueAgain(slot, since_last)),
      }));
      await engine.pushTurns(due.filter((task) => task.slots.length > 0));
      looked += page.length;
      if (looked >= MOST_LOOKED_AT) return;
    }
  }

  async function sweep(): Promise<number> {
    // A process that was held up for as long as a lease has not renewed its own, nor has anybody else's been looked at.
    if (Date.now() - sweptAt > LEASE_MS) unreachable = true;
    // While the database was away no worker could renew its lease: each gets a full lease to do so first.
    await data.database.ping();
    if (unreachable) {
      unreachable = false;
      waitUntil = Date.now() + LEASE_MS;
    }
    if (await data.queue.lostTurns()) {
      // An hour ahead: slots that wait for a later attempt get their delayed turns as well.
      const pushed = await pushTurns(new Date(Date.now() + 3_600_000).toISOString());
      if (pushed > 0) log.info({ tasks: pushed }, 'the queue held no turns: they were pushed again');
    } else if ((await data.queue.waiting()) === 0) {
      await pushTurns(new Date(Date.now() - QUEUED_TOO_LONG_MS).toISOString());
    } else {
      // With turns waiting, being queued for long mostly means that there is much to do.
      await pushTurnsAgain();
    }
    if (Date.now() < waitUntil) return 0;
    await workers.purge(0);
    const running: Task[][] = [];
    for await (const page of runningTasks()) running.push(page);
    // Read after the tasks: whoever claimed an item seen above had registered before.
    const known = new Set((await workers.list()).map((worker) => worker.id));
    return rescueItems(
      (id) => !known.has(id),
      (async function* () {
        yield* running;
      })(),
    );
  }

  return {
    async sweep() {
      try {
        const rescued = await sweep();
        sweptAt = Date.now();
        return rescued;
      } catch (error) {
        unreachable = true;
        throw error;
      }
    },
    rescueAll: () => rescueItems(() => true, runningTasks()),
  };
}

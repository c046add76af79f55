/** Gives items of dead workers to others, and pushes turns again that were lost. */
import type { Data, Slot, Task } from '../data/contracts/index.ts';
import type { TaskEngine } from '../services/tasks/task-engine.ts';
import { LEASE_MS } from '../worker/heartbeat.ts';

export const SWEEP_MS = 3_000;
/** Milliseconds that an item may wait before its turn counts as lost. */
const QUEUED_TOO_LONG_MS = 10_000;
const TASKS_AT_ONCE = 200;

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

/** True in the first sweep after an item has waited 10, 20, 40 … seconds: a lost turn is made up for, a long row not doubled. */
function isDueAgain(slot: Slot): boolean {
  const waited = Date.now() - Date.parse(slot.available_at ?? slot.since);
  const doublings = Math.floor(Math.log2(Math.max(1, waited / QUEUED_TOO_LONG_MS)));
  return waited - QUEUED_TOO_LONG_MS * 2 ** doublings < SWEEP_MS;
}

export function createRescue(data: Data, engine: TaskEngine, log: SweepLog): Rescue {
  const { tasks, workers } = data.database;
  let unreachable = false;
  let waitUntil = 0;

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

  async function sweep(): Promise<number> {
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
      // With turns waiting, being queued for long mostly means that there is much to do: only the oldest are looked at.
      const oldest = await tasks.waiting(
        new Date(Date.now() - QUEUED_TOO_LONG_MS).toISOString(),
        TASKS_AT_ONCE,
      );
      await engine.pushTurns(oldest.map((task) => ({ ...task, slots: task.slots.filter(isDueAgain) })));
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
        return await sweep();
      } catch (error) {
        unreachable = true;
        throw error;
      }
    },
    rescueAll: () => rescueItems(() => true, runningTasks()),
  };
}

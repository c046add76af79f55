/** Many items of one worker are interrupted at the same moment: the event loop goes on turning. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import type { Worker } from '../../src/worker/worker.ts';
import { type Engine, openEngine } from '../support/engine.ts';
import { waitFor } from '../support/wait-for.ts';

const ITEMS = 200;
/** Of the processor time of this thread; it was 250 to 450. Generous, because the code may run for the first time. */
const MOST_MS = 100;

let own: Engine;
let worker: Worker;
beforeEach(async () => {
  own = await openEngine();
  // One owner holds at most three quarters of the places.
  worker = await own.startWorker(2 * ITEMS);
});
afterEach(() => own.stop());

async function runningTask(): Promise<string> {
  const params = { count: ITEMS, concurrency: ITEMS, does: 'listen' };
  const { task } = await own.services.tasks.create(own.actor, { type: 'inline-probe', params });
  await waitFor(() => worker.running === ITEMS, { what: 'all items to run' });
  return task.id;
}

const statusOf = async (id: string) => (await own.data.database.tasks.get(id))?.status;

/** The longest turn of the event loop while `work` is done. Time that other programs had does not count. */
async function longestTurn(work: () => Promise<unknown>): Promise<number> {
  const used_ms = () => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1_000;
  };
  let longest = 0;
  let before = used_ms();
  const look = () => {
    longest = Math.max(longest, used_ms() - before);
    before = used_ms();
  };
  const timer = setInterval(look, 1);
  await work();
  clearInterval(timer);
  look();
  return longest;
}

test('a cancelled task', async () => {
  const id = await runningTask();
  const longest = await longestTurn(async () => {
    await own.services.tasks.cancel(own.actor, id);
    await waitFor(async () => (await statusOf(id)) === 'cancelled');
  });
  assert.ok(longest <= MOST_MS, `${longest} ms`);
});

test('a stop', async () => {
  const id = await runningTask();
  const longest = await longestTurn(() => worker.stop(0));
  assert.ok(longest <= MOST_MS, `${longest} ms`);
  const task = await own.data.database.tasks.get(id);
  assert.ok(task?.slots.every(({ state }) => state === 'queued'));
});

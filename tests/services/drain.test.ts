import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { version } from '../../src/runtime/version.ts';
import type { Worker } from '../../src/worker/worker.ts';
import { type Engine, openEngine } from '../support/engine.ts';
import { waitFor } from '../support/wait-for.ts';

let own: Engine;
let worker: Worker;
before(async () => {
  own = await openEngine();
  worker = await own.startWorker(4);
});
after(() => own.stop());

const create = async (seconds: number) =>
  (await own.services.tasks.create(own.actor, { type: 'wait', params: { seconds } })).task.id;
const statusOf = async (id: string) => (await own.services.tasks.get(own.actor, id)).status;

test('the record of a worker says what it is and runs; a drained one takes nothing more and ends what it has', async () => {
  const [record] = await own.data.database.workers.list();
  assert.ok(record);
  const { id, host, started_at, lease_until, ...rest } = record;
  assert.deepEqual(rest, {
    pid: process.pid,
    version,
    pools: ['default'],
    places: 4,
    running: 0,
    draining: false,
  });
  assert.ok(host !== '' && started_at < lease_until);

  const running = await create(600);
  await waitFor(async () => (await statusOf(running)) === 'processing');
  await waitFor(async () => (await own.data.database.workers.list())[0]?.running === 1);

  await own.data.database.workers.drain(id);
  own.data.events.publish('drain', { worker_id: id });
  await waitFor(() => worker.mode === 'draining', { timeout_ms: 2_000 });
  const waiting = await create(0);
  await own.services.tasks.cancel(own.actor, running);
  await waitFor(async () => (await statusOf(running)) === 'cancelled');
  assert.equal(await statusOf(waiting), 'pending');
  await worker.stop(0);
  assert.equal(worker.mode, 'stopped');
});

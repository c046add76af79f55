/** Items that wait for a limit of their key go on after what kept their line was emptied. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { newId, Unavailable } from '../../src/data/contracts/index.ts';
import { type Engine, openEngine } from '../support/engine.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const shared = globalThis as typeof globalThis & { putOffGate: Promise<void> };

let types_dir: string;
before(async () => {
  types_dir = await tempFolder();
  writeFileSync(
    join(types_dir, 'keyed.mjs'),
    `export default {
      type: 'keyed', params: { type: 'object' }, isolation: 'inline', concurrency: 8, running: 1, limitKey: () => 'a',
      plan: () => ({ count: 4, item: () => ({ input: {} }) }),
      run: () => globalThis.putOffGate,
    };`,
  );
});

const open = (data_dir: string) => openEngine(data_dir, { TASK_TYPES_DIR: types_dir });

test('items that were put off start within seconds once turns and permits are lost', async () => {
  const data_dir = await tempFolder();
  const gate = Promise.withResolvers<void>();
  shared.putOffGate = gate.promise;
  const first = await open(data_dir);
  const { task } = await first.services.tasks.create(first.actor, { type: 'keyed', params: {} });
  const stored = async (engine: Engine) => (await engine.data.database.tasks.getMany([task.id]))[0];
  const putOff = async () => (await stored(first))?.slots.filter(({ limited }) => limited).length;
  await first.startWorker(8);
  await waitFor(async () => (await putOff()) === 3, { what: 'three items to be put off' });
  await first.stop();

  // What a process keeps in memory is as empty now as Redis after a flush.
  gate.resolve();
  const second = await open(data_dir);
  after(() => second.stop());
  await second.sweep.takeOver();
  await second.startWorker(8);
  await waitFor(async () => (await stored(second))?.status === 'completed', {
    timeout_ms: 20_000,
    what: 'the items to run, well before the 30 s that they were put off for',
  });
});

test('items that a worker put off right before it died start with the rescue of the one it ran', async () => {
  shared.putOffGate = Promise.resolve();
  const own = await open(await tempFolder());
  after(() => own.stop());
  const { task } = await own.services.tasks.create(own.actor, { type: 'keyed', params: {} });
  const { workers, tasks } = own.data.database;
  const stored = async () => (await tasks.getMany([task.id]))[0];
  const worker_id = newId();
  const record = {
    id: worker_id,
    host: 'here',
    pid: 1,
    version: '',
    pools: ['default'],
    places: 4,
    running: 0,
  };
  await workers.register({ ...record, started_at: new Date().toISOString(), draining: false }, 60_000);
  await own.sweep.run();
  // It stored that they are put off and got no further: the line of those that are to be woken never hears of them.
  const { permits } = own.data;
  const wait = permits.wait.bind(permits);
  permits.wait = () => Promise.reject(new Unavailable('The line'));
  const { items } = await own.engine.claim(worker_id, own.actor.id, 4, false);
  await waitFor(async () => (await stored())?.slots.filter(({ limited }) => limited).length === 3);
  permits.wait = wait;

  await workers.remove(worker_id);
  for (const { permit } of items) if (permit) own.limits.end(permit);
  await own.startWorker(4);
  assert.equal(await own.sweep.run(), 1);
  await waitFor(async () => (await stored())?.status === 'completed', {
    timeout_ms: 20_000,
    what: 'the items to run, well before the 30 s that they were put off for',
  });
});

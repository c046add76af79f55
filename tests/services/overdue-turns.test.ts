/** What the sweep does about items that have waited for long. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { SteadyClock } from '../../src/runtime/clock.ts';
import { OverdueTurns } from '../../src/services/engine/overdue-turns.ts';
import { TaskPools } from '../../src/services/engine/task-pools.ts';
import { type Engine, openEngine } from '../support/engine.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';

let own: Engine;
before(async () => {
  const types_dir = await tempFolder();
  for (const [type, field] of Object.entries({
    limited: 'running: 1',
    gpu: "pool: 'gpu'",
    free: "title: 'Free'",
  }))
    writeFileSync(
      join(types_dir, `${type}.mjs`),
      `export default { type: '${type}', params: { type: 'object' }, isolation: 'inline', ${field}, run() {} };`,
    );
  own = await openEngine(undefined, { TASK_TYPES_DIR: types_dir });
});
after(() => own.stop());

const create = async (type: string) => own.services.tasks.create(own.actor, { type, params: {} });

/** Looks as if so many seconds had passed; returns what it logged. */
async function lookAfter(seconds: number, at_once = false): Promise<[object, string][]> {
  const lines: [object, string][] = [];
  const { turns, limits, data } = own;
  const clock = new SteadyClock();
  clock.follow(Date.now() + seconds * 1_000);
  const pools = new TaskPools(new Map([['gpu', { pool: 'gpu' }]]));
  const log = { warn: (fields: object, message: string) => void lines.push([fields, message]) };
  await new OverdueTurns({
    database: data.database,
    engine: { endDamaged: async () => {} },
    queue: data.queue,
    turns,
    limits,
    pools,
    clock,
    log,
  }).push(at_once);
  return lines;
}

test('an overdue item gets a turn; one that waits for a limit is registered once; one without a worker is named', async () => {
  await Promise.all(['limited', 'gpu', 'free'].map(create));
  const { queue, permits } = own.data;
  await waitFor(async () => (await queue.waiting()) === 3);
  assert.deepEqual(await lookAfter(5), []);
  assert.equal(await queue.waiting(), 3);

  const limit = { name: 'limited', running: 1, rate: null };
  await permits.take(limit, [{ permit: 'held elsewhere', waiter: 'somebody' }]);
  const message =
    'items wait for a worker of the pool "gpu", and none runs; add gpu to the WORKER_POOLS of a worker';
  assert.deepEqual(await lookAfter(30), [[{ pool: 'gpu', task_types: ['gpu'] }, message]]);
  // Of the default pool one more: that of the item that only waits for a worker.
  await waitFor(async () => (await permits.waitedFor(5)).length === 1);
  assert.deepEqual([await queue.waiting('default'), await queue.waiting('gpu')], [3, 1]);
  await lookAfter(60);
  const waiting = await queue.waiting('default');
  await lookAfter(60);
  assert.equal(await queue.waiting('default'), waiting);
  // A worker has died, and may have taken turns with it: nobody waits until their items are overdue.
  await lookAfter(5);
  assert.equal(await queue.waiting('default'), waiting);
  assert.deepEqual(await lookAfter(5, true), []);
  assert.equal(await queue.waiting('default'), waiting + 1);
  const { waiters } = await permits.give(limit, ['held elsewhere'], false);
  assert.deepEqual(waiters, [own.actor.id]);
  assert.deepEqual(await permits.waitedFor(5), []);

  await own.startWorker(2);
  const { items } = await own.services.tasks.list(own.actor, { page: 1, page_size: 20 });
  const [waits] = items.filter(({ type }) => type === 'gpu');
  await waitFor(async () => {
    const tasks = await Promise.all(items.map(({ id }) => own.services.tasks.get(own.actor, id)));
    return tasks.filter(({ status }) => status === 'completed').length === 2;
  });
  assert.equal((await own.services.tasks.get(own.actor, waits?.id as string)).status, 'pending');
});

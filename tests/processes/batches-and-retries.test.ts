/** What must hold as a whole: a batch of tasks when its process is killed, and a task of which some items run again. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { assertNeverFalls, assertRanAgain } from '../support/attempts.ts';
import { type Backend, type Client, signIn, startBackend } from '../support/backend.ts';
import type { Cluster } from '../support/cluster.ts';
import { watchTask } from '../support/event-stream.ts';
import { requireService } from '../support/services.ts';
import { sharedCluster } from '../support/shared-cluster.ts';
import { ended, RECOVERY_MS } from '../support/task-checks.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const KILLS = 2;
const IN_BATCH = 100;

/** Kills the process that creates batches, at random moments, and returns how many tasks each batch left. */
async function killedBatches(start: () => Promise<Backend>): Promise<number[]> {
  const names = Array.from({ length: KILLS }, (_, at) => `batch${at}x${Date.now()}`);
  let backend = await start();
  for (const name of names) {
    const client = await signIn(backend.url);
    const tasks = Array.from({ length: IN_BATCH }, () => ({ type: 'noop', params: { count: 1 }, name }));
    const answered = client.call('POST', '/tasks/batch', { tasks }).then(
      () => true,
      () => false,
    );
    await sleep(Math.random() * 40);
    await backend.kill();
    await answered;
    backend = await start();
  }
  const client = await signIn(backend.url);
  const totals = names.map(async (name) => (await client.ok('GET', `/tasks/?q=${name}`)).total);
  const left = await Promise.all(totals);
  await backend.stop();
  return left;
}

const assertWhole = (left: number[]) =>
  assert.deepEqual(
    left.filter((count) => count !== 0 && count !== IN_BATCH),
    [],
  );

test('embedded: a batch is there as a whole or not at all, whenever the process is killed', async () => {
  const data_dir = await tempFolder();
  assertWhole(await killedBatches(() => startBackend({ data_dir })));
});

if (requireService('mongodb', 'redis')) {
  let cluster: Cluster;
  let client: Client;

  before(async () => {
    cluster = await sharedCluster.take();
    client = await cluster.client();
  });
  after(() => sharedCluster.leave());

  test('MongoDB: a batch is there as a whole or not at all, whenever the process is killed', async () => {
    assertWhole(await killedBatches(() => cluster.start('web')));
  });

  test('3 of 2,000 items are retried while 1,000 still run: only they run again, and progress never falls', async () => {
    const [count, held_from, fail] = [2_000, 1_000, [7, 500, 999]];
    const folder = await tempFolder();
    const [gate, journal] = [join(folder, 'gate'), join(folder, 'journal')];
    const params = { count, held_from, fail, gate, journal };
    const { id } = await client.ok('POST', '/tasks/', { type: 'half-held', params });
    const { url } = cluster.webs[0] as Backend;
    const watched = watchTask(url, client.token, id, ({ status }) => status === 'completed');
    const get = () => client.ok('GET', `/tasks/${id}`);
    const isHalf = async () => {
      const { completed_items, failed_items } = await get();
      return completed_items === held_from - fail.length && failed_items === fail.length;
    };
    await waitFor(isHalf, { timeout_ms: RECOVERY_MS, what: 'half of it to end' });
    await client.ok('POST', `/tasks/${id}/retry`, { items: fail });
    const again = await get();
    assert.deepEqual([again.status, again.failed_items, again.retry_round], ['processing', 0, 0]);
    writeFileSync(gate, '');
    const done = await ended(client, id);
    assert.deepEqual([done.status, done.completed_items, done.failed_items], ['completed', count, 0]);
    assertRanAgain(journal, count, fail);
    assertNeverFalls((await watched).map(({ progress }) => progress));
  });
}

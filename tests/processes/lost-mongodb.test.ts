import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '../support/backend.ts';
import { type Cluster, startCluster } from '../support/cluster.ts';
import { requireService } from '../support/services.ts';
import { assertAllComplete, attemptsIn, createSleepers, isFinal } from '../support/task-checks.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';

if (requireService('mongodb', 'redis')) {
  let cluster: Cluster;
  let client: Client;
  let journal: string;

  before(async () => {
    cluster = await startCluster({ webs: 2, workers: 3, schedulers: 2 });
    client = await cluster.client();
  });
  beforeEach(async () => {
    journal = join(await tempFolder(), 'journal');
  });
  // A test that fails between leaves it paused, and the next one without it.
  afterEach(() => cluster.mongod.continue());
  after(() => cluster?.stop());

  test('MongoDB stopped for 10 s: quick 503s, then everything goes on', { timeout: 120_000 }, async () => {
    const ids = await createSleepers(client, 4, { count: 60, ms: 300, journal });
    await waitFor(() => attemptsIn(journal) > 30);
    await cluster.mongod.pause();
    const stopped = performance.now();
    const answer = await client.call('GET', `/tasks/${ids[0]}`);
    assert.deepEqual([answer.status, answer.body.error?.type], [503, 'store_unavailable']);
    assert.ok(Number(answer.headers.get('retry-after')) > 0);
    await sleep(Math.max(0, 10_000 - (performance.now() - stopped)));
    cluster.mongod.continue();
    await assertAllComplete(client, ids, 60, 60_000);
    // No storm: what was in hand may have run twice, the rest once.
    assert.ok(attemptsIn(journal) <= 240 + 2 * 24, `${attemptsIn(journal)} attempts for 240 items`);
  });

  test('MongoDB killed and started again: nothing lost, nothing recorded twice', {
    timeout: 120_000,
  }, async () => {
    const ids = await createSleepers(client, 4, { count: 60, ms: 300, journal });
    await waitFor(() => attemptsIn(journal) > 30);
    await cluster.mongod.kill();
    const answer = await client.call('GET', `/tasks/${ids[0]}`);
    assert.equal(answer.status, 503);
    await cluster.mongod.restart();
    await waitFor(async () => isFinal(await client.ok('GET', `/tasks/${ids[0]}`)), { timeout_ms: 60_000 });
    await assertAllComplete(client, ids, 60, 60_000);
  });
}

/** Redis and MongoDB go away in the middle of the work, and come back. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { Client } from '../support/backend.ts';
import type { Cluster } from '../support/cluster.ts';
import { watchTask } from '../support/event-stream.ts';
import { requireService } from '../support/services.ts';
import { sharedCluster } from '../support/shared-cluster.ts';
import { assertAllComplete, attemptsIn, createSleepers, ended, RECOVERY_MS } from '../support/task-checks.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';

if (requireService('mongodb', 'redis')) {
  let cluster: Cluster;
  let client: Client;
  let journal: string;

  before(async () => {
    cluster = await sharedCluster.take();
    client = await cluster.client();
  });
  beforeEach(async () => {
    journal = join(await tempFolder(), 'journal');
  });
  // A test that fails between leaves it paused, and the next one without it.
  afterEach(() => cluster.mongod.continue());
  after(() => sharedCluster.leave());

  test('Redis flushed, then killed and started empty, in the middle of the work', async () => {
    const ids = await createSleepers(client, 4, { count: 60, ms: 200, journal });
    await waitFor(() => attemptsIn(journal) > 40);
    const redis = new Redis(cluster.redis.url);
    await redis.flushall();
    redis.disconnect();
    await waitFor(() => attemptsIn(journal) > 80, { timeout_ms: RECOVERY_MS });
    await cluster.redis.kill();
    // What can do without it goes on: the database knows accounts and tasks.
    assert.equal((await client.call('GET', `/tasks/${ids[0]}`)).status, 200);
    const made = await client.ok('POST', '/tasks/', { type: 'inline-probe', params: { count: 3 } });
    await cluster.redis.restart();
    await assertAllComplete(client, ids, 60);
    await assertAllComplete(client, [made.id], 3);
  });

  test('a watcher learns of an end that came while Redis was away', async () => {
    const { id } = await client.ok('POST', '/tasks/', {
      type: 'probe',
      params: { does: 'sleep', ms: 2_000, journal },
    });
    const watched = watchTask(
      cluster.webs[1]?.url as string,
      client.token,
      id,
      (state) => state.status === 'completed',
    );
    await waitFor(() => attemptsIn(journal) === 1);
    await cluster.redis.kill();
    await ended(client, id);
    await cluster.redis.restart();
    assert.equal((await watched).at(-1)?.progress, 100);
  });

  test('MongoDB stopped for 10 s: quick 503s, then everything goes on', async () => {
    const ids = await createSleepers(client, 4, { count: 60, ms: 300, journal });
    await waitFor(() => attemptsIn(journal) > 30);
    await cluster.mongod.pause();
    const stopped = performance.now();
    const answer = await client.call('GET', `/tasks/${ids[0]}`);
    assert.deepEqual([answer.status, answer.body.error?.type], [503, 'store_unavailable']);
    assert.ok(Number(answer.headers.get('retry-after')) > 0);
    await sleep(Math.max(0, 10_000 - (performance.now() - stopped)));
    cluster.mongod.continue();
    await assertAllComplete(client, ids, 60);
    // No storm: what was in hand may have run twice, the rest once.
    assert.ok(attemptsIn(journal) <= 240 + 2 * 24, `${attemptsIn(journal)} attempts for 240 items`);
  });

  test('MongoDB killed and started again: nothing lost, nothing recorded twice', async () => {
    const ids = await createSleepers(client, 4, { count: 60, ms: 300, journal });
    await waitFor(() => attemptsIn(journal) > 30);
    await cluster.mongod.kill();
    const answer = await client.call('GET', `/tasks/${ids[0]}`);
    assert.equal(answer.status, 503);
    await cluster.mongod.restart();
    await assertAllComplete(client, ids, 60);
  });
}

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { Redis } from 'ioredis';
import type { Client } from '../support/backend.ts';
import { type Cluster, startCluster } from '../support/cluster.ts';
import { watchTask } from '../support/event-stream.ts';
import { requireService } from '../support/services.ts';
import { assertAllComplete, attemptsIn, createSleepers, ended } from '../support/task-checks.ts';
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
  after(() => cluster?.stop());

  test('Redis flushed, then killed and started empty, in the middle of the work', {
    timeout: 120_000,
  }, async () => {
    const ids = await createSleepers(client, 4, { count: 100, ms: 200, journal });
    await waitFor(() => attemptsIn(journal) > 40);
    const redis = new Redis(cluster.redis.url);
    await redis.flushall();
    redis.disconnect();
    await waitFor(() => attemptsIn(journal) > 120, { timeout_ms: 30_000 });
    await cluster.redis.kill();
    // What can do without it goes on: the database knows accounts and tasks.
    assert.equal((await client.call('GET', `/tasks/${ids[0]}`)).status, 200);
    const made = await client.ok('POST', '/tasks/', { type: 'inline-probe', params: { count: 3 } });
    await cluster.redis.restart();
    await assertAllComplete(client, ids, 100, 60_000);
    await assertAllComplete(client, [made.id], 3, 30_000);
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
}

import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, before, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { Client } from '../support/backend.ts';
import { type Cluster, startCluster } from '../support/cluster.ts';
import { requireService } from '../support/services.ts';
import { assertComplete, ended, isFinal } from '../support/task-checks.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';

if (requireService('mongodb', 'redis')) {
  let cluster: Cluster;
  let client: Client;
  let folder: string;

  before(async () => {
    folder = await tempFolder();
  });
  beforeEach(async () => {
    cluster = await startCluster({ webs: 2, workers: 3, schedulers: 2 });
    client = await cluster.client();
  });
  afterEach(() => cluster.stop());

  const attempts = (journal: string) =>
    existsSync(journal) ? readFileSync(journal, 'utf8').trim().split('\n').length : 0;

  const createMany = (tasks: number, count: number, ms: number, journal: string) =>
    Promise.all(
      Array.from({ length: tasks }, async (_, at) => {
        const type = at % 2 ? 'inline-probe' : 'probe';
        const params = { count, concurrency: 12, does: 'sleep', ms, journal };
        return (await client.ok('POST', '/tasks/', { type, params })).id as string;
      }),
    );

  async function assertAllComplete(ids: string[], count: number, timeout_ms: number): Promise<void> {
    const limit = performance.now() + timeout_ms;
    for (const id of ids) {
      await ended(client, id, limit - performance.now());
      await assertComplete(client, id, count);
    }
  }

  test('a random worker killed every second for a minute while 2,000 items run', {
    timeout: 240_000,
  }, async () => {
    const ids = await createMany(8, 250, 500, join(folder, 'killed'));
    let kills = 0;
    for (const end = performance.now() + 60_000; performance.now() < end; ) {
      await sleep(1_000);
      const place = randomInt(cluster.workers.length);
      await cluster.workers[place]?.kill();
      kills += 1;
      cluster.workers[place] = await cluster.start('worker');
    }
    assert.ok(kills >= 20, `only ${kills} kills`);
    await assertAllComplete(ids, 250, 90_000);
  });

  test("a killed worker's items run again within 15 s", async () => {
    const journal = join(folder, 'rescue');
    const [id] = await createMany(1, 6, 3_000, journal);
    await waitFor(() => attempts(journal) === 6);
    const killed = performance.now();
    for (const worker of cluster.workers) await worker.kill();
    cluster.workers = [await cluster.start('worker')];
    await waitFor(() => attempts(journal) >= 12, { timeout_ms: 20_000 });
    assert.ok(performance.now() - killed < 15_000, 'the items waited longer than 15 s');
    await assertAllComplete([id as string], 6, 30_000);
  });

  test('Redis flushed, then killed and started empty, in the middle of the work', {
    timeout: 120_000,
  }, async () => {
    const journal = join(folder, 'redis');
    const ids = await createMany(4, 100, 200, journal);
    await waitFor(() => attempts(journal) > 40);
    const redis = new Redis(cluster.redis.url);
    await redis.flushall();
    redis.disconnect();
    await waitFor(() => attempts(journal) > 120, { timeout_ms: 30_000 });
    await cluster.redis.kill();
    // What can do without it goes on: the database knows accounts and tasks.
    assert.equal((await client.call('GET', `/tasks/${ids[0]}`)).status, 200);
    const made = await client.ok('POST', '/tasks/', { type: 'inline-probe', params: { count: 3 } });
    await cluster.redis.restart();
    await assertAllComplete(ids, 100, 60_000);
    await assertAllComplete([made.id], 3, 30_000);
  });

  test('MongoDB stopped for 10 s: quick 503s, then everything goes on', { timeout: 120_000 }, async () => {
    const journal = join(folder, 'paused');
    const ids = await createMany(4, 60, 300, journal);
    await waitFor(() => attempts(journal) > 30);
    cluster.mongod.pause();
    const stopped = performance.now();
    const answer = await client.call('GET', `/tasks/${ids[0]}`);
    assert.deepEqual([answer.status, answer.body.error?.type], [503, 'store_unavailable']);
    assert.ok(Number(answer.headers.get('retry-after')) > 0);
    await sleep(Math.max(0, 10_000 - (performance.now() - stopped)));
    cluster.mongod.continue();
    await assertAllComplete(ids, 60, 60_000);
    // No storm: what was in hand may have run twice, the rest once.
    assert.ok(attempts(journal) <= 240 + 2 * 24, `${attempts(journal)} attempts for 240 items`);
  });

  test('MongoDB killed and started again: nothing lost, nothing recorded twice', {
    timeout: 120_000,
  }, async () => {
    const journal = join(folder, 'mongo-killed');
    const ids = await createMany(4, 60, 300, journal);
    await waitFor(() => attempts(journal) > 30);
    await cluster.mongod.kill();
    const answer = await client.call('GET', `/tasks/${ids[0]}`);
    assert.equal(answer.status, 503);
    await cluster.mongod.restart();
    await waitFor(async () => isFinal(await client.ok('GET', `/tasks/${ids[0]}`)), { timeout_ms: 60_000 });
    await assertAllComplete(ids, 60, 60_000);
  });
}

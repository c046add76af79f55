import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '../support/backend.ts';
import { type Cluster, startCluster } from '../support/cluster.ts';
import { requireService } from '../support/services.ts';
import { assertAllComplete, attemptsIn, createSleepers } from '../support/task-checks.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';

if (requireService('mongodb', 'redis')) {
  let cluster: Cluster;
  let client: Client;
  let journal: string;

  before(async () => {
    cluster = await startCluster({ webs: 1, workers: 4, schedulers: 2 }, { WORKER_CONCURRENCY: '4' });
    client = await cluster.client();
  });
  beforeEach(async () => {
    journal = join(await tempFolder(), 'journal');
  });
  after(() => cluster?.stop());

  test('a random worker killed every second, twenty times, while 2,000 items run', {
    timeout: 240_000,
  }, async () => {
    const ids = await createSleepers(client, 8, { count: 250, ms: 200, journal });
    // On sixteen places they last for as long as the kills do, and longer for each of them.
    const starting = new Set<Promise<void>>();
    for (let kills = 0; kills < 20; ) {
      await sleep(1_000);
      // Somebody always lives: with nobody left at all, an item that dies with each of them is not innocent any more.
      if (cluster.workers.length < 2) continue;
      const [victim] = cluster.workers.splice(randomInt(cluster.workers.length), 1);
      if (!victim) continue;
      await victim.kill();
      kills += 1;
      const start: Promise<void> = cluster.start('worker').then((worker) => {
        cluster.workers.push(worker);
        starting.delete(start);
      });
      starting.add(start);
    }
    await Promise.all(starting);
    await assertAllComplete(client, ids, 250, 120_000);
  });

  test("a killed worker's items run again within 15 s", async () => {
    const [id] = await createSleepers(client, 1, { count: 6, ms: 3_000, journal });
    await waitFor(() => attemptsIn(journal) === 6);
    const killed = performance.now();
    await Promise.all(cluster.workers.map((worker) => worker.kill()));
    // A place for each: the last of six on four places would wait for a whole sleep besides, up to 16 s in all.
    cluster.workers = [await cluster.start('worker', { env: { WORKER_CONCURRENCY: '6' } })];
    // On a busy machine a start takes long, which is not the rescue's doing.
    const late_ms = Math.max(0, performance.now() - killed - 2_000);
    await waitFor(() => attemptsIn(journal) >= 12, { timeout_ms: 30_000 });
    // 15 s are promised; ten more are for a machine that has other things to do. What nobody rescued would wait half a minute.
    assert.ok(performance.now() - killed < 25_000 + late_ms, 'the items waited for longer');
    await assertAllComplete(client, [id as string], 6, 30_000);
  });
}

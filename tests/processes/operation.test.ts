import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Client } from '../support/backend.ts';
import { type Cluster, startCluster } from '../support/cluster.ts';
import { requireService } from '../support/services.ts';
import { ended } from '../support/task-checks.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';

if (requireService('mongodb', 'redis')) {
  let cluster: Cluster;
  let client: Client;
  let folder: string;

  before(async () => {
    folder = await tempFolder();
    cluster = await startCluster({ webs: 1, workers: 2, schedulers: 1 }, { WORKER_CONCURRENCY: '2' });
    client = await cluster.client();
  });
  after(() => cluster.stop());

  const create = async (params: object) =>
    (await client.ok('POST', '/tasks/', { type: 'inline-probe', params })).id as string;
  const pidsOf = (file: string) =>
    readFileSync(file, { flag: 'a+' }).toString().trim().split('\n').filter(Boolean);

  test('a drained worker takes nothing more while another one goes on', async () => {
    const { items } = await client.ok('GET', '/workers');
    assert.deepEqual(
      items.map(({ pid, places }: { pid: number; places: number }) => [pid, places]).sort(),
      cluster.workers.map(({ child }) => [child.pid, 2]).sort(),
    );
    const gate = join(folder, 'gate');
    // Four places, all taken: two by each worker.
    const running = await create({
      count: 4,
      concurrency: 4,
      does: 'gather',
      gate,
      journal: join(folder, 'all'),
    });
    await waitFor(() => pidsOf(join(folder, 'all')).length === 4);
    const first = items[0] as { id: string; pid: number };
    await client.ok('POST', `/workers/${first.id}/drain`);
    const log = cluster.workers.find(({ child }) => child.pid === first.pid)?.lines ?? [];
    await waitFor(() => log.some((line) => line.includes('draining')));
    writeFileSync(gate, '');
    await ended(client, running);
    const after = await create({ count: 20, concurrency: 4, does: 'gather', gate });
    await ended(client, after);
    const results = (await client.ok('GET', `/tasks/${after}/items?page_size=100`)).items;
    const pids = new Set(results.map(({ result }: { result: { pid: number } }) => result.pid));
    assert.ok(!pids.has(first.pid) && pids.size === 1, [...pids].join());
  });

  test('nothing of a paused type runs, through a restart of every process, until it is resumed', async () => {
    const journal = join(folder, 'paused');
    await client.ok('POST', '/task-types/inline-probe/pause');
    // A worker hears of a pause a moment later; one that starts knows it before its first item.
    await Promise.all([...cluster.workers, ...cluster.schedulers].map((one) => one.stop()));
    const id = await create({ count: 3, does: 'end', journal });
    await Promise.all(cluster.webs.map((one) => one.stop()));
    cluster.webs = [await cluster.start('web')];
    await Promise.all([cluster.start('worker'), cluster.start('scheduler')]);
    client = await cluster.client();
    const other = await client.ok('POST', '/tasks/', { type: 'noop', params: { count: 5 } });
    await ended(client, other.id);
    assert.deepEqual([pidsOf(journal), (await client.ok('GET', `/tasks/${id}`)).status], [[], 'pending']);
    await client.ok('POST', '/task-types/inline-probe/resume');
    await ended(client, id);
    assert.equal(pidsOf(journal).length, 3);
  });
}

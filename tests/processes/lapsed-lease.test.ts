import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { startCluster } from '../support/cluster.ts';
import { pauseProcess } from '../support/pause-process.ts';
import { requireService } from '../support/services.ts';
import { attemptsIn, RECOVERY_MS } from '../support/task-checks.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';

if (requireService('mongodb', 'redis')) {
  // Longer than 10 s, because that is how long a lease is.
  test('a worker that stood still for longer than its lease gives its items up, and works on', async () => {
    const folder = await tempFolder();
    const [journal, gate] = [join(folder, 'journal'), join(folder, 'gate')];
    writeFileSync(journal, '');
    const cluster = await startCluster({ webs: 1, workers: 1, schedulers: 1 }, { WORKER_CONCURRENCY: '3' });
    try {
      const client = await cluster.client();
      const params = { count: 3, concurrency: 3, does: 'gather', gate, journal };
      const task = await client.ok('POST', '/tasks/', { type: 'probe', params });
      await waitFor(() => attemptsIn(journal) === 3);
      const [still] = cluster.workers;
      assert.ok(still);
      await pauseProcess(still.child.pid as number);
      const other = await cluster.start('worker');
      // The sweep finds the lease lapsed, and the other worker runs all three again.
      await waitFor(() => attemptsIn(journal) === 6, { timeout_ms: RECOVERY_MS });
      still.child.kill('SIGCONT');
      await waitFor(() => still.lines.some((line) => line.includes('the lease of the worker expired')));
      writeFileSync(gate, '');
      await waitFor(async () => (await client.ok('GET', `/tasks/${task.id}`)).status === 'completed');
      const { items } = await client.ok('GET', `/tasks/${task.id}/items`);
      assert.deepEqual(
        items.map(({ attempt, result }: { attempt: number; result: { pid: number } }) => [
          attempt,
          result.pid,
        ]),
        Array.from({ length: 3 }, () => [2, other.child.pid]),
      );
      assert.deepEqual(readFileSync(journal, 'utf8').trim().split('\n').sort(), [
        '0 1',
        '0 2',
        '1 1',
        '1 2',
        '2 1',
        '2 2',
      ]);

      // It has registered again: with the other one gone it takes new items.
      await other.stop();
      const next = await client.ok('POST', '/tasks/', { type: 'probe', params: { does: 'gather', gate } });
      await waitFor(async () => (await client.ok('GET', `/tasks/${next.id}`)).status === 'completed', {
        timeout_ms: RECOVERY_MS,
      });
      const [item] = (await client.ok('GET', `/tasks/${next.id}/items`)).items;
      assert.equal(item.result.pid, still.child.pid);
    } finally {
      await cluster.stop();
    }
  });
}

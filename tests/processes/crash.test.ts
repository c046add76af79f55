import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Client, clientAt, signIn, startBackend } from '../support/backend.ts';
import { assertComplete, attemptsIn, ended, isFinal } from '../support/task-checks.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';

/** A later kill meets what an earlier one left: items in their second and third attempt. */
const KILLS = 5;
/** So many items are lost with each kill. The more there are, the more a kill finds out: it costs another start. */
const PLACES = '16';

test('SIGKILL at five random moments while 150 items run: all final, each result once, counters exact', async () => {
  const data_dir = await tempFolder();
  const journal = join(data_dir, 'journal');
  const env = { WORKER_CONCURRENCY: PLACES };
  let backend = await startBackend({ data_dir, env });
  let client = await signIn(backend.url);
  const ids: string[] = [];
  for (let one = 0; one < 5; one += 1) {
    const params = { count: 30, concurrency: 10, does: 'sleep', ms: 150, journal };
    ids.push((await client.ok('POST', '/tasks/', { type: one % 2 ? 'inline-probe' : 'probe', params })).id);
  }
  for (let kill = 0; kill < KILLS; kill += 1) {
    // A random moment: after this many more attempts have begun.
    const begun = readFileSync(journal, { flag: 'a+' }).toString().split('\n').length;
    const more = 1 + Math.floor(Math.random() * 30);
    let asked = performance.now();
    await waitFor(async () => {
      const now = readFileSync(journal).toString().split('\n').length;
      if (now >= begun + more) return true;
      // Perhaps nothing is left to begin. Asking at every look would keep the server busy with answers.
      if (performance.now() - asked < 1_000) return false;
      asked = performance.now();
      return (await Promise.all(ids.map((id) => client.ok('GET', `/tasks/${id}`)))).every(isFinal);
    });
    await backend.kill();
    backend = await startBackend({ data_dir, env });
    client = clientAt(backend.url, client.token);
  }
  for (const id of ids) {
    await ended(client, id);
    await assertComplete(client, id, 30);
  }
  assert.equal(await backend.stop(), 0);
});

/** A task that was cancelled a moment ago; its three running items do not listen, so they have not ended. */
async function cancelledTask(client: Client, journal: string): Promise<string> {
  const params = { count: 4, does: 'sleep', ms: 600_000, journal };
  const { id } = await client.ok('POST', '/tasks/', { type: 'probe', params });
  await waitFor(() => attemptsIn(journal) === 3);
  await client.ok('POST', `/tasks/${id}/cancel`);
  return id;
}

test('an item that kills the process each time fails in the end; its neighbours complete; a cancelled task stays cancelled', async () => {
  const data_dir = await tempFolder();
  const journal = join(data_dir, 'journal');
  let backend = await startBackend({ data_dir });
  let client = await signIn(backend.url);
  const cancelled = await cancelledTask(client, join(data_dir, 'cancelled'));
  const { id } = await client.ok('POST', '/tasks/', {
    type: 'probe',
    params: { count: 8, concurrency: 4, does: 'kill', only: [2], journal },
  });
  let deaths = 0;
  const look = async () => {
    const task = await client.ok('GET', `/tasks/${id}`);
    return isFinal(task) ? task : null;
  };
  let task = null;
  while (!task) {
    const seen = await waitFor(() => backend.child.signalCode ?? look());
    if (typeof seen === 'object') task = seen;
    else {
      // It may be killed again before it is ready.
      for (let started = false; !started; ) {
        deaths += 1;
        assert.ok(deaths <= 6, 'it killed more than six times');
        const next = await startBackend({ data_dir }).catch(() => null);
        if (next) backend = next;
        started = next !== null;
      }
      client = clientAt(backend.url, client.token);
    }
  }
  assert.equal(deaths, 6);
  assert.deepEqual([task.status, task.completed_items, task.failed_items], ['completed', 7, 1]);
  const item = await client.ok('GET', `/tasks/${id}/items/2`);
  assert.deepEqual([item.status, item.error.type], ['failed', 'WorkerLost']);
  const { items: lines } = await client.ok('GET', `/tasks/${id}/items/2/logs`);
  assert.deepEqual(
    lines.map(({ attempt }: { attempt: number }) => attempt),
    [1, 2, 3, 4, 5, 6],
    'the log says of each attempt that it was lost',
  );
  assert.equal(lines.at(-1).message, item.error.message);
  const { status, cancelled_items, in_flight } = await client.ok('GET', `/tasks/${cancelled}`);
  assert.deepEqual([status, cancelled_items, in_flight], ['cancelled', 4, 0]);
  assert.equal(attemptsIn(join(data_dir, 'cancelled')), 3);
  assert.equal(await backend.stop(), 0);
});

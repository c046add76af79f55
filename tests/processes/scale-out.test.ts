import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { Client } from '../support/backend.ts';
import type { Cluster } from '../support/cluster.ts';
import { type StreamedState, taskStates, watchTask } from '../support/event-stream.ts';
import { freePorts } from '../support/free-port.ts';
import { requireService } from '../support/services.ts';
import { sharedCluster } from '../support/shared-cluster.ts';
import { allItems, assertComplete, ended, RECOVERY_MS } from '../support/task-checks.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';

if (requireService('mongodb', 'redis')) {
  let cluster: Cluster;
  let a: Client;
  let b: Client;
  let folder: string;

  before(async () => {
    folder = await tempFolder();
    cluster = await sharedCluster.take();
    [a, b] = await Promise.all([cluster.client(0), cluster.client(1)]);
  });
  after(() => sharedCluster.leave());

  const linesOf = (file: string) =>
    readFileSync(file, { flag: 'a+' }).toString().trim().split('\n').filter(Boolean);

  test('a task made at one web runs anywhere; its live events arrive at both, its files too', async () => {
    const task = await a.ok('POST', '/tasks/', { type: 'image', params: { prompt: 'a lake', size: 64 } });
    const seen = await Promise.all(
      cluster.webs.map((web) =>
        watchTask(web.url, a.token, task.id, (state) => state.status === 'completed'),
      ),
    );
    for (const states of seen) {
      const revisions = states.map((state) => state.revision);
      assert.deepEqual(
        revisions,
        revisions.toSorted((x, y) => x - y),
      );
      assert.equal(states.at(-1)?.progress, 100);
    }
    const { files } = await b.ok('GET', `/tasks/${task.id}/items/0`);
    const pictures = await Promise.all(
      cluster.webs.map(async (web) => Buffer.from(await (await fetch(web.url + files[0].url)).arrayBuffer())),
    );
    assert.ok(pictures[0]?.length === files[0].bytes && pictures[0]?.equals(pictures[1] as Buffer));
  });

  test('items run on all workers: each change arrives at both webs, from the first snapshot to the last state', async () => {
    const journal = join(folder, 'gather');
    const gate = join(folder, 'gate');
    const { id } = await b.ok('POST', '/tasks/', {
      type: 'inline-probe',
      params: { count: 48, concurrency: 24, does: 'gather', journal, gate },
    });
    const limit = AbortSignal.timeout(RECOVERY_MS);
    const seen: StreamedState[][] = [[], []];
    const watching = Promise.all(
      cluster.webs.map(async ({ url }, web) => {
        // At the first web the task is followed, at the second everything that its caller may see.
        const path = web === 0 ? `/tasks/${id}/events` : '/tasks/events';
        for await (const state of taskStates(url, a.token, path, limit)) {
          if (state.id !== id) continue;
          seen[web]?.push(state);
          if (state.status === 'completed') return;
        }
        throw new Error('the stream ended before its task');
      }),
    );
    // As many as three workers have places: none of them can do it without the others.
    await waitFor(() => linesOf(journal).length === 24);
    await waitFor(() => seen.every(({ length }) => length > 0));
    for (const [snapshot] of seen) {
      assert.ok(['pending', 'processing'].includes(snapshot?.status ?? ''));
      assert.deepEqual([snapshot?.completed_items, snapshot?.progress], [0, 0]);
    }
    writeFileSync(gate, '');
    await watching;
    const done = await a.ok('GET', `/tasks/${id}`);
    for (const states of seen) {
      for (const [at, state] of states.entries()) {
        const before = states[at - 1];
        if (!before) continue;
        assert.ok(state.revision > before.revision, `${before.revision}, then ${state.revision}`);
        assert.ok(state.progress >= before.progress, `${before.progress} %, then ${state.progress} %`);
      }
      const last = states.at(-1) as StreamedState;
      assert.deepEqual([last.status, last.progress, last.completed_items], ['completed', 100, 48]);
      assert.deepEqual(last, Object.fromEntries(Object.keys(last).map((name) => [name, done[name]])));
    }
    const items = await allItems(a, id);
    assert.deepEqual(
      new Set(items.map(({ result }) => result.pid)),
      new Set(cluster.workers.map(({ child }) => child.pid)),
    );
  });

  test('many items over three workers: each result once, counters exact', async () => {
    const { id } = await a.ok('POST', '/tasks/', {
      type: 'inline-probe',
      params: { count: 600, concurrency: 48 },
    });
    await ended(b, id);
    await assertComplete(b, id, 600);
  });

  test('a demoted or disabled account is refused at the next request at the other web', async () => {
    const account = { email: 'ann@example.com', password: 'long enough' };
    const ann = await a.ok('POST', '/users/', { ...account, roles: ['manager'] });
    const grant = await b.ok('POST', '/auth/login', account);
    const asAnn = { authorization: `Bearer ${grant.access_token}` };
    assert.equal((await b.call('GET', '/users/', undefined, asAnn)).status, 200);
    await a.ok('PUT', `/users/${ann.id}`, { roles: ['user'] });
    assert.equal((await b.call('GET', '/users/', undefined, asAnn)).status, 403);
    assert.equal((await b.call('GET', '/users/me', undefined, asAnn)).status, 200);
    await a.ok('PUT', `/users/${ann.id}`, { is_active: false });
    assert.equal((await b.call('GET', '/users/me', undefined, asAnn)).status, 401);
  });

  test('the same Idempotency-Key at both webs at the same time makes one task', async () => {
    const body = { type: 'noop', params: { count: 1 }, name: 'once' };
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, at) =>
        (at % 2 ? a : b).call('POST', '/tasks/', body, { 'idempotency-key': 'once' }),
      ),
    );
    assert.equal(new Set(answers.map((answer) => answer.body.data.id)).size, 1);
    assert.ok(answers.every((answer) => answer.status === 200 || answer.status === 201));
    const other = await a.call('POST', '/tasks/', { ...body, name: 'twice' }, { 'idempotency-key': 'once' });
    assert.equal(other.body.error?.type, 'idempotency_key_reused');
  });

  for (const [what, dropped] of [
    ['', false],
    [', also when the message is lost', true],
  ] as const) {
    test(`cancel at one web reaches a handler on any worker${what}`, async () => {
      const redis = new Redis(cluster.redis.url);
      const journal = join(folder, `cancel-${dropped}`);
      const { id } = await a.ok('POST', '/tasks/', {
        type: 'probe',
        params: { count: 6, concurrency: 6, does: 'listen', journal },
      });
      await waitFor(() => linesOf(journal).length === 6);
      // Without the right to any channel, a publish is refused: the message is lost.
      if (dropped) await redis.acl('SETUSER', 'default', 'resetchannels');
      try {
        await b.ok('POST', `/tasks/${id}/cancel`);
        const task = await ended(a, id);
        assert.deepEqual([task.status, task.cancelled_items], ['cancelled', 6]);
        assert.equal(linesOf(journal).filter((line) => line.includes('heard')).length, 6);
      } finally {
        await redis.acl('SETUSER', 'default', 'allchannels');
        redis.disconnect();
      }
    });
  }

  test('a watcher of all tasks sees what others may show it, and nothing else', async () => {
    await a.ok('POST', '/users/', { email: 'bob@example.com', password: 'long enough' });
    const bob = await b.ok('POST', '/auth/login', { email: 'bob@example.com', password: 'long enough' });
    const stop = new AbortController();
    const seen = new Set<string>();
    const watching = (async () => {
      for await (const state of taskStates(
        cluster.webs[1]?.url as string,
        bob.access_token,
        '/tasks/events',
        stop.signal,
      )) {
        seen.add(state.id);
      }
    })().catch(() => {});
    const hidden = await a.ok('POST', '/tasks/', { type: 'noop', params: { count: 1 } });
    await ended(a, hidden.id);
    const shared = await waitFor(async () => {
      const task = await a.ok('POST', '/tasks/', { type: 'noop', params: { count: 1 }, shared: true });
      await ended(a, task.id);
      return seen.has(task.id) && task;
    });
    assert.ok(seen.has(shared.id));
    assert.ok(!seen.has(hidden.id));
    stop.abort();
    await watching;
  });

  test('`worker --processes 2` restarts a process that dies, and stops them together; each has metrics', async () => {
    const port = await freePorts(2);
    const fleet = await cluster.start('worker', {
      args: ['--processes', '2', '--concurrency', '2'],
      env: { METRICS_PORT: String(port), HOST: '127.0.0.1' },
    });
    const placesAt = async (port: number) => {
      const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
      return Number(/^worker_places(?:{.*})? (\d+)$/m.exec(text)?.[1]);
    };
    const pidsOf = () =>
      fleet.lines
        .filter((line) => line.includes('"msg":"ready"'))
        .map((line) => (JSON.parse(line) as { pid: number }).pid);
    await waitFor(() => pidsOf().length === 2);
    assert.deepEqual([await placesAt(port), await placesAt(port + 1)], [2, 2]);
    process.kill(pidsOf()[0] as number, 'SIGKILL');
    await waitFor(() => pidsOf().length === 3);
    assert.deepEqual([await placesAt(port), await placesAt(port + 1)], [2, 2]);
    assert.equal(await fleet.stop(), 0);
    for (const pid of pidsOf()) assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
  });

  test('`worker --processes 2` ends with one line if one of them cannot start', async (t) => {
    const port = await freePorts(2);
    const taken = createServer().listen(port + 1, '127.0.0.1');
    t.after(() => taken.close());
    await once(taken, 'listening');
    const start = cluster.start('worker', {
      args: ['--processes', '2'],
      env: { METRICS_PORT: String(port), HOST: '127.0.0.1' },
    });
    // What `startBackend` waits for, a process that is ready, may have come before.
    const lines = await start.then(
      async ({ child, lines }) => {
        // Its last lines may arrive after its end.
        if (!child.stdout?.closed) await once(child, 'close');
        assert.equal(child.exitCode, 1);
        return lines;
      },
      (error: Error) => error.message.split('\n'),
    );
    const refusals = lines.filter((line) => line.startsWith('backend2: '));
    assert.equal(refusals.length, 1, lines.join('\n'));
    assert.match(`${refusals[0]}`, new RegExp(`^backend2: Cannot listen on 127\\.0\\.0\\.1:${port + 1} `));
    assert.ok(!lines.some((line) => line.includes('will be restarted')));
  });

  test('processes announce their roles in Redis, and refuse to start beside another installation of the same name', async () => {
    const redis = new Redis(cluster.redis.url);
    try {
      const roles = ['web', 'worker', 'scheduler'];
      assert.equal(await redis.exists(...roles.map((role) => `backend2:running:${role}`)), roles.length);
      const key = 'backend2:installation';
      const own = await redis.get(key);
      assert.ok(own);
      // Those that run only warn. One of them may put the key back meanwhile, so it is written until the start has ended.
      let ended = false;
      const refused = assert
        .rejects(cluster.start('scheduler'), /Redis at \S+ \(database 0\) is used by another installation/)
        .finally(() => {
          ended = true;
        });
      while (!ended) await redis.set(key, 'of another MongoDB').then(() => sleep(5));
      await refused;
      await redis.set(key, own);
    } finally {
      redis.disconnect();
    }
  });

  test('a worker told to stop hands its items to the others', async () => {
    const journal = join(folder, 'stop');
    const { id } = await a.ok('POST', '/tasks/', {
      type: 'probe',
      params: { count: 12, concurrency: 12, does: 'sleep', ms: 4_000, journal },
    });
    await waitFor(() => linesOf(journal).length === 12);
    const extra = await cluster.start('worker', { env: { SHUTDOWN_GRACE: '0' } });
    const [first] = cluster.workers;
    assert.equal(await first?.stop(), 0);
    cluster.workers[0] = extra;
    await ended(a, id);
    await assertComplete(a, id, 12);
  });
}

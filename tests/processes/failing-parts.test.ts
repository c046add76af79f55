import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Database, newId } from '../../src/data/contracts/index.ts';
import { openMongo } from '../../src/data/mongodb/open-mongo.ts';
import type { Client } from '../support/backend.ts';
import { type Cluster, startCluster } from '../support/cluster.ts';
import { requireService } from '../support/services.ts';
import { waitFor } from '../support/wait-for.ts';

/** What two web processes say while something they stand on is away or broken. */
if (requireService('mongodb', 'redis')) {
  let cluster: Cluster;
  let client: Client;
  let database: Database;
  before(async () => {
    cluster = await startCluster({ webs: 2, workers: 0, schedulers: 0 }, { LOG_LEVEL: 'trace' });
    client = await cluster.client();
    database = await openMongo(cluster.mongod.url, 'backend2');
  });
  after(async () => {
    await database?.close();
    await cluster?.stop();
  });

  const urls = () => cluster.webs.map(({ url }) => url);
  const read = async (url: string) => {
    const answer = await fetch(url, { signal: AbortSignal.timeout(30_000) });
    return { status: answer.status, headers: answer.headers, body: (await answer.json()) as unknown };
  };
  const partsAre = (database: string, queue: string) => {
    const status = database === 'ok' && queue === 'ok' ? 'ok' : 'unavailable';
    return { status, parts: { database, queue, events: queue, files: database } };
  };
  const become = (url: string, body: object) =>
    waitFor(
      async () => {
        assert.deepEqual((await read(`${url}/health`)).body, body);
        return true;
      },
      { what: `${url} to be ${JSON.stringify(body)}` },
    );

  test('without its queue a web is ready, and leaves out what it cannot measure', async () => {
    const metrics = async (url: string) => (await fetch(`${url}/metrics`)).text();
    for (const url of urls()) assert.match(await metrics(url), /^turns_waiting\{pool="default"\} \d+$/m);
    await cluster.redis.kill();
    for (const url of urls()) {
      await become(url, partsAre('ok', 'unavailable'));
      const ready = await read(`${url}/health/ready`);
      assert.deepEqual([ready.status, ready.body], [200, partsAre('ok', 'unavailable')]);
      const alive = await read(`${url}/health/live`);
      assert.deepEqual([alive.status, alive.body], [200, { status: 'ok' }]);
      // A page is good for a second.
      let text = '';
      await waitFor(async () => {
        text = await metrics(url);
        return !/^turns_waiting\{/m.test(text);
      });
      assert.match(text, /^# TYPE turns_waiting gauge$/m);
    }
    await cluster.redis.restart();
    for (const url of urls()) await become(url, partsAre('ok', 'ok'));
  });

  test('without its database a web is alive and not ready', async () => {
    await cluster.mongod.kill();
    for (const url of urls()) {
      await become(url, partsAre('unavailable', 'ok'));
      const ready = await read(`${url}/health/ready`);
      assert.deepEqual([ready.status, ready.body], [503, partsAre('unavailable', 'ok')]);
      assert.equal(ready.headers.get('retry-after'), '2');
      const alive = await read(`${url}/health/live`);
      assert.deepEqual([alive.status, alive.body], [200, { status: 'ok' }]);
    }
    await cluster.mongod.restart();
    for (const url of urls()) await become(url, partsAre('ok', 'ok'));
  });

  test('a stored account with a damaged value signs in, and the log names the value and no secret', async () => {
    const account = { email: 'broken@example.com', password: 'a password nobody may read' };
    const { id } = await client.ok('POST', '/users/', account);
    const stored = await database.users.get(id);
    assert.ok(stored);
    // As an import gone wrong leaves them.
    const quotas = { active_tasks: Number.POSITIVE_INFINITY };
    const broken = { ...stored, id: newId(), email: 'broken-2@example.com', quotas };
    await database.users.create(broken);
    for (const web of cluster.webs) {
      const response = await fetch(`${web.url}/api/v1/auth/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${client.token}` },
        body: JSON.stringify({ ...account, email: broken.email }),
      });
      assert.equal(response.status, 200);
      const names = (line: string) => line.includes('users.quotas') && line.includes(broken.id);
      await waitFor(() => web.lines.some(names), { what: 'the damaged value in the log' });
      for (const secret of [account.password, client.token, stored.hashed_password ?? '?']) {
        assert.ok(!web.lines.join('\n').includes(secret), `the log holds ${secret}`);
      }
    }
  });
}

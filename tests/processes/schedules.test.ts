import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Database, newId, type Schedule } from '../../src/data/contracts/index.ts';
import { openMongo } from '../../src/data/mongodb/open-mongo.ts';
import type { Backend, Client } from '../support/backend.ts';
import type { Cluster } from '../support/cluster.ts';
import { inParts } from '../support/in-parts.ts';
import { requireService } from '../support/services.ts';
import { sharedCluster } from '../support/shared-cluster.ts';
import { RECOVERY_MS } from '../support/task-checks.ts';
import { waitFor } from '../support/wait-for.ts';

if (requireService('mongodb', 'redis')) {
  let cluster: Cluster;
  let client: Client;
  let database: Database;

  before(async () => {
    cluster = await sharedCluster.take();
    client = await cluster.client();
    database = await openMongo(cluster.mongod.url, 'backend2');
  });
  after(async () => {
    await database?.close();
    await sharedCluster.leave();
  });

  const scheduleOf = (owner_id: string, more: Partial<Schedule>): Schedule => {
    const now = new Date().toISOString();
    return {
      id: newId(),
      name: 'once',
      cron: '0 0 1 1 *',
      time_zone: 'UTC',
      owner_id,
      task: { type: 'noop', params: { count: 1 } },
      language: 'en',
      is_active: true,
      overlap: 'allow',
      next_run_at: now,
      last_run: null,
      failures: 0,
      revision: 1,
      created_at: now,
      updated_at: now,
      ...more,
    };
  };

  test('two schedulers, one killed in the middle, 100 due firings: exactly 100 tasks, each schedule moved on', async () => {
    // An owner without other tasks.
    const me = await client.ok('POST', '/users/', { email: 'fired@example.com', password: 'long enough' });
    const due_at = new Date(Date.now() + 1_500).toISOString();
    const made = Array.from({ length: 100 }, (_, at) =>
      scheduleOf(me.id, {
        name: `s${at}`,
        next_run_at: due_at,
        task: { type: 'noop', name: `s${at}`, params: { count: 1 } },
      }),
    );
    await inParts(made, (schedule) => database.schedules.create(schedule));
    // Killed as soon as one firing is stored, while the others are on their way.
    await waitFor(async () => (await database.tasks.count({ owner_id: me.id }, 1)).count > 0);
    await (cluster.schedulers[0] as Backend).kill();
    await waitFor(
      async () => {
        const all = await inParts(made, ({ id }) => database.schedules.get(id));
        return all.every(
          (schedule) => schedule?.last_run?.at === due_at && (schedule.next_run_at ?? '') > due_at,
        );
      },
      { timeout_ms: RECOVERY_MS, what: 'every schedule to move on' },
    );
    const { items, total } = await client.ok('GET', `/tasks/?page_size=100&owner_id=${me.id}`);
    assert.equal(total, 100);
    assert.deepEqual(
      items.map((task: { name: string }) => task.name).sort(),
      made.map((schedule) => schedule.name).sort(),
    );
  });

  test('a firing that died between its two writes is not doubled; one whose params went bad does not stop the others', async () => {
    const me = await client.ok('GET', '/users/me');
    const first = scheduleOf(me.id, { name: 'again' });
    await database.schedules.create(first);
    const fired = await waitFor(async () => {
      const now = await database.schedules.get(first.id);
      return now?.last_run?.task_id ? now : null;
    });
    // As if the process had died before it wrote the schedule.
    assert.ok(await database.schedules.save({ ...first, revision: 3 }, fired?.revision ?? 0));
    const bad = scheduleOf(me.id, { name: 'bad', task: { type: 'noop', params: { count: 'many' } } });
    await database.schedules.create(bad);
    const moved = await waitFor(async () => {
      const both = await Promise.all([database.schedules.get(first.id), database.schedules.get(bad.id)]);
      return both.every((schedule) => schedule?.last_run) ? both : null;
    });
    assert.deepEqual(
      moved?.map((schedule) => schedule?.last_run?.task_id),
      [fired?.last_run?.task_id, null],
    );
  });
}

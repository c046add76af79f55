import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Fault } from '../../src/errors.ts';
import { systemActor } from '../../src/services/actor.ts';
import { isFinal } from '../../src/services/engine/task-states.ts';
import type { TaskDetail } from '../../src/services/tasks/task-views.ts';
import { actorOf, type Engine, openEngine } from '../support/engine.ts';
import { waitFor } from '../support/wait-for.ts';

let own: Engine;
before(async () => {
  own = await openEngine();
  await own.startWorker();
});
after(() => own.stop());

const ended = (id: string) =>
  waitFor<TaskDetail | null>(
    async () => {
      const task = await own.services.tasks.get(own.actor, id);
      return isFinal(task.status) ? task : null;
    },
    { what: 'the end of the task' },
  ) as Promise<TaskDetail>;

test('the same key and body, ten times at once: one task; another body: refused', async () => {
  const request = { type: 'noop', params: { count: 2 }, name: 'once' };
  const made = await Promise.all(
    Array.from({ length: 10 }, () => own.services.tasks.create(own.actor, { ...request }, 'key-1')),
  );
  assert.equal(new Set(made.map(({ task }) => task.id)).size, 1);
  assert.equal(made.filter(({ created }) => created).length, 1);
  // The same members in another order are the same body.
  const again = await own.services.tasks.create(
    own.actor,
    { name: 'once', params: { count: 2 }, type: 'noop' },
    'key-1',
  );
  assert.deepEqual([again.task.id, again.created], [made[0]?.task.id, false]);
  await assert.rejects(
    own.services.tasks.create(own.actor, { ...request, name: 'twice' }, 'key-1'),
    (error: unknown) => error instanceof Fault && error.type === 'idempotency_key_reused',
  );
});

test('a key is used up when its task is deleted between the two writes of another caller', async () => {
  const { tasks, idempotency } = own.data.database;
  const request = { type: 'noop', params: { count: 1 } };
  const made = await own.services.tasks.create(own.actor, request, 'key-slow');
  const create = tasks.create.bind(tasks);
  // Another caller has read the key, and writes the task once it has been deleted and purged.
  tasks.create = async (...args) => {
    tasks.create = create;
    await own.services.tasks.delete(own.actor, made.task.id);
    await waitFor(async () => (await tasks.get(made.task.id)) === null);
    return create(...args);
  };
  await assert.rejects(
    own.services.tasks.create(own.actor, request, 'key-slow'),
    (error: unknown) => error instanceof Fault && error.type === 'idempotency_key_spent',
  );
  assert.equal(await tasks.get(made.task.id), null);
  assert.equal((await idempotency.get(`${own.actor.id}:key-slow`))?.task_id, made.task.id);
});

test('a cancelled task of many items is retried: all that never ran runs, in the same slots', async () => {
  const { task } = await own.services.tasks.create(own.actor, {
    type: 'inline-probe',
    params: { count: 600, concurrency: 16, does: 'sleep', ms: 1 },
  });
  await waitFor(async () => (await own.services.tasks.get(own.actor, task.id)).completed_items > 5);
  await own.services.tasks.cancel(own.actor, task.id);
  const cancelled = await ended(task.id);
  assert.equal(cancelled.status, 'cancelled');
  assert.equal(cancelled.completed_items + cancelled.cancelled_items, 600);
  await own.services.tasks.retry(own.actor, task.id);
  const done = await ended(task.id);
  assert.deepEqual(
    [done.status, done.completed_items, done.cancelled_items, done.failed_items, done.progress],
    ['completed', 600, 0, 0, 100],
  );
  const rows = await own.data.database.items.page(task.id, 0, 2_000);
  assert.deepEqual(
    rows.map((row) => row.result),
    Array.from({ length: 600 }, (_, index) => `{"index":${index}}`),
  );
});

test('what is kept of a finished task is not shown after a retry or a deletion', async () => {
  const { task } = await own.services.tasks.create(own.actor, {
    type: 'probe',
    params: { does: 'throw-final' },
  });
  assert.equal((await ended(task.id)).status, 'failed');
  assert.equal((await own.services.tasks.get(own.actor, task.id)).status, 'failed');
  const again = await own.services.tasks.retry(own.actor, task.id);
  assert.equal(again.retry_round, 1);
  assert.equal((await own.services.tasks.get(own.actor, task.id)).retry_round, 1);
  await ended(task.id);
  await own.services.tasks.delete(own.actor, task.id);
  await assert.rejects(own.services.tasks.get(own.actor, task.id), /does not exist/);
});

test('a deleted account leaves its finished tasks, without an owner, and its running ones cancelled', async () => {
  const { users, tasks } = own.services;
  const made = await users.create(systemActor, {
    email: 'gone@example.com',
    password: 'long enough',
    fullname: 'Gone',
    roles: ['user'],
  });
  const gone = actorOf(made);
  const finished = await tasks.create(gone, { type: 'noop', params: { count: 1 }, shared: true });
  const running = await tasks.create(gone, { type: 'probe', params: { does: 'listen' }, shared: true });
  await ended(finished.task.id);
  await users.delete(systemActor, made.id);
  assert.equal((await ended(running.task.id)).status, 'cancelled');
  assert.equal((await tasks.get(own.actor, finished.task.id)).owner, null);
  await users.create(systemActor, {
    email: 'gone@example.com',
    password: 'long enough',
    fullname: '',
    roles: ['user'],
  });
});

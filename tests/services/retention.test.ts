import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { newId, type Task } from '../../src/data/contracts/index.ts';
import { newTask } from '../../src/services/engine/task-changes.ts';
import { type Engine, openEngine } from '../support/engine.ts';
import { waitFor } from '../support/wait-for.ts';

let own: Engine;
beforeEach(async () => {
  own = await openEngine();
});
afterEach(() => own.stop());

const DAY_MS = 86_400_000;
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();

async function finishedTask(days: number, more: Partial<Task> = {}): Promise<string> {
  const fresh = newTask({
    id: newId(),
    type: 'probe',
    type_version: 1,
    name: 'old',
    owner_id: own.actor.id,
    priority: 5,
    concurrency: 1,
    shared: false,
    total_items: 1,
    parent_id: null,
    request_id: null,
    trace: null,
    summary: null,
    created_at: daysAgo(days),
  });
  const task: Task = {
    ...fresh,
    status: 'completed',
    completed_items: 1,
    slots: [],
    next_available_at: null,
    progress: 100,
    finished_at: daysAgo(days),
    ...more,
  };
  const { database, files } = own.data;
  await database.tasks.create(task, {});
  const stored = await files.put(
    { task_id: task.id, index: 0, attempt: 1, name: 'a.txt' },
    Buffer.from('a'),
    'text/plain',
  );
  await database.items.put([
    {
      task_id: task.id,
      index: 0,
      attempt: 1,
      round: 0,
      status: 'completed',
      label: null,
      result: '1',
      error: null,
      note: null,
      files: [{ name: 'a.txt', content_type: 'text/plain', ...stored, width: null, height: null }],
      started_at: null,
      finished_at: daysAgo(days),
    },
  ]);
  return task.id;
}

const isGone = async (id: string) => {
  const { database, files } = own.data;
  const [task, rows, folders] = await Promise.all([
    database.tasks.get(id),
    database.items.page(id, 0, 1),
    files.tasks(100),
  ]);
  return task === null && rows.length === 0 && !folders.includes(id);
};

test('finished tasks go after their days, with items and files; younger ones stay', async () => {
  const old = await finishedTask(31);
  const young = await finishedTask(29);
  const removed = await own.retention.run();
  assert.equal(removed.tasks >= 1, true);
  await waitFor(() => isGone(old));
  assert.equal((await own.services.tasks.get(own.actor, young)).status, 'completed');
  assert.equal((await own.services.items.list(own.actor, young, {})).items[0]?.files.length, 1);
});

test('a purge that a killed process left undone is done by the next run', async () => {
  const id = await finishedTask(1, { deleted_at: daysAgo(1) });
  assert.equal(await own.purge.purgeDeleted(), 1);
  assert.ok(await isGone(id));
});

test('files of a task that is nowhere are swept; used-up keys, ended sessions and old statistics too', async () => {
  const { database, files } = own.data;
  const orphan = newId();
  await files.put({ task_id: orphan, index: 0, attempt: 1, name: 'x' }, Buffer.from('x'), 'text/plain');
  const kept = await finishedTask(1);
  await database.idempotency.keep({ id: 'o:k', task_id: kept, body_hash: 'h', created_at: daysAgo(2) });
  await database.sessions.create({
    id: newId(),
    user_id: own.actor.id,
    generation: 0,
    rotated_at: daysAgo(60),
    expires_at: daysAgo(30),
    user_agent: '',
    ip: '',
  });
  const counts = { type: 'wait', completed: 1, failed: 0, cancelled: 0, wait: [], run: [] };
  const times = [daysAgo(1), daysAgo(3), daysAgo(91)];
  await database.statistics.add(times.map((time) => ({ at: `${time.slice(0, 16)}:00.000Z`, ...counts })));
  const old = await database.tasks.get(await finishedTask(1, { created_at: daysAgo(3) }));
  assert.ok(old);
  await database.tasks.saveDeleted(
    { ...old, deleted_at: old.created_at, revision: old.revision + 1 },
    old.revision,
  );
  assert.equal(await database.tasks.deletedOn(old.owner_id, daysAgo(3).slice(0, 10)), 1);
  const removed = await own.retention.run();
  const one = { tasks: 1, sessions: 1, idempotency_keys: 1, orphaned_files_of: 1 };
  // Two minutes of more than 48 hours ago, and one hour of more than 90 days ago.
  assert.deepEqual(removed, { ...one, statistics: 3, deleted_counts: 1 });
  assert.deepEqual(await files.tasks(10), [kept]);
});

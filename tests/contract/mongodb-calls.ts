/** Every call of every store of MongoDB, for the plans it makes. */
import assert from 'node:assert/strict';
import type { AuditFilter, Database, FileStore, TaskFilter } from '../../src/data/contracts/index.ts';
import { inParts } from '../support/in-parts.ts';
import {
  aFinishedTask,
  anAuditEntry,
  anItem,
  aSchedule,
  aSession,
  aTask,
  at,
  aUser,
  aWorker,
  nextId,
  T0,
} from './samples.ts';

export const [ADA, BOB] = [nextId(), nextId()];
const KEY = { task_id: nextId(), index: 0, attempt: 1, name: 'a' };

/** Every combination of these values, left out or given. */
export function combinations<T extends object>(choices: { [K in keyof T]?: T[K][] }): T[] {
  return Object.entries(choices).reduce<T[]>(
    (list, [key, values]) =>
      list.flatMap((one) => [one, ...(values as unknown[]).map((value) => ({ ...one, [key]: value }))]),
    [{} as T],
  );
}

export async function seed(database: Database): Promise<void> {
  const tasks = Array.from({ length: 2_000 }, (_, n) => {
    const make = n % 3 === 0 ? aTask : aFinishedTask;
    const name = n % 5 === 0 ? 'Blue image' : 'Green matrix';
    return make({
      owner_id: n % 4 === 0 ? ADA : BOB,
      shared: n % 7 === 0,
      type: n % 2 ? 'wait' : 'image',
      name,
      failed_items: n % 9 === 0 ? 1 : 0,
    });
  });
  await inParts(tasks, (task) => database.tasks.create(task, {}), 100);
  await database.tasks.create(aTask({ owner_id: ADA, deleted_at: T0 }), {});
  for (const roles of [['admin'], ['admin'], ['user'], ['guest']] as const) {
    await database.users.create(aUser({ roles: [...roles] }));
  }
  await database.items.put(Array.from({ length: 50 }, (_, index) => anItem({ ...KEY, index })));
}

async function otherCalls(database: Database): Promise<void> {
  const { audit, preferences, passwordLinks, itemLogs, typePauses, statistics } = database;
  await preferences.put(ADA, '{}');
  await preferences.get(ADA);
  const link = { user_id: ADA, token_hash: 'h', email: '', created_at: T0, expires_at: T0 };
  await passwordLinks.put(link);
  await passwordLinks.get('h');
  await passwordLinks.take('h');
  await passwordLinks.put(link);
  await passwordLinks.purge(at(1), 10);
  await passwordLinks.deleteOf(ADA);
  const line = { at: T0, attempt: 1, level: 'info', message: 'x', fields: null } as const;
  await itemLogs.append([{ ...KEY, lines: [line] }]);
  await itemLogs.list(KEY.task_id, KEY.index);
  await itemLogs.deleteSome(KEY.task_id, 10);
  await typePauses.pause({ type: 'wait', paused_at: T0, paused_by: null });
  await typePauses.pause({ type: 'wait', paused_at: T0, paused_by: null });
  await typePauses.list();
  await typePauses.resume('wait');
  const counts = { completed: 1, failed: 0, cancelled: 0, wait: [1], run: [0, 1] };
  await statistics.add([{ at: T0, type: 'wait', ...counts }]);
  await statistics.read('minute', T0, at(1));
  await statistics.read('minute', T0, at(1), 'wait');
  await statistics.purge('hour', at(1), 10);
  const entry = anAuditEntry();
  await audit.add([entry]);
  await audit.get(entry.id);
  for (const filter of combinations<AuditFilter>({
    actor_id: [ADA],
    action: ['user.update'],
    target_type: ['user'],
    target_id: [ADA],
    outcome: ['success'],
    from: [T0],
  })) {
    await audit.page({ ...filter, limit: 10 });
    await audit.page({ ...filter, limit: 10, before_id: nextId() });
    await audit.count(filter, 10);
  }
  await audit.purge(T0, 10);
}

export async function everyCall(database: Database, files: FileStore): Promise<void> {
  const { tasks, items, users, sessions, workers, idempotency, schedules } = database;
  const filters = combinations<TaskFilter>({
    visible_to: [ADA],
    owner_id: [ADA, BOB],
    status: [['completed']],
    type: ['image'],
    words: [['bl'], ['mat', 'green'], ['blue', 'green']],
  });
  for (const filter of filters) {
    await tasks.list({ ...filter, limit: 20 }, 1_000);
    await tasks.page({ ...filter, limit: 20, offset: 10, after_id: nextId() });
  }
  for (const filter of combinations<TaskFilter>({
    visible_to: [ADA],
    status: [['completed', 'failed']],
    words: [['green', 'blue']],
    has_failures: [true],
    parent_id: [nextId()],
    created_after: [T0],
    created_before: [at(1)],
  })) {
    await tasks.list({ ...filter, order: 'oldest', limit: 20 }, 1_000);
    await tasks.page({ ...filter, order: 'oldest', limit: 20, after_id: nextId() });
  }
  const task = aTask();
  await tasks.create(task, {});
  await tasks.get(task.id);
  await tasks.getMany([task.id, nextId()]);
  await tasks.getParams(task.id);
  await tasks.save({ ...task, revision: 2 }, 1);
  await tasks.save({ ...task, revision: 2 }, 1);
  await tasks.saveHead({ ...task, name: 'New', revision: 3 }, 2, {});
  await tasks.saveDeleted({ ...task, deleted_at: T0, revision: 4 }, 3);
  await tasks.deletedOn(ADA, '2026-01-01');
  await tasks.storedBytesOf(ADA);
  await tasks.purgeDeletedCounts('2026-01-01', 10);
  await tasks.claimable(ADA, at(1), 20);
  await tasks.claimable(ADA, at(1), 20, ['wait', 'image']);
  await tasks.waiting(at(1), 100, T0);
  await tasks.running(100);
  await tasks.waitingOwners(100);
  await tasks.activeOf(ADA, 100);
  await tasks.runningOf(ADA);
  await tasks.finishedBefore(at(1_000), 100);
  await tasks.deleted(100);
  await tasks.delete(task.id);
  const row = anItem({ ...KEY, index: 7, attempt: 2 });
  await items.put([row, anItem({ ...KEY, index: 99 })]);
  await items.put([row]);
  await items.get(KEY.task_id, 7);
  await items.getMany(KEY.task_id, [1, 2, 3]);
  await items.page(KEY.task_id, 10, 20);
  await items.outcomes(KEY.task_id, 10, 20);
  await items.byStatus(KEY.task_id, 'completed', 10, 20);
  await items.byStatus(KEY.task_id, 'completed', 10, 20, 5);
  await items.deleteSome(KEY.task_id, 10);

  const people = combinations<{ words: string[]; role: 'admin'; is_active: boolean }>({
    words: [['ada']],
    role: ['admin'],
    is_active: [true],
  });
  for (const filter of people) {
    await users.page({ ...filter, limit: 20, before_id: nextId() });
    await users.count(filter, 1_000);
  }
  const [admin] = await users.page({ role: 'admin', limit: 1 });
  assert.ok(admin);
  await users.getByEmail(admin.email);
  await users.getMany([admin.id]);
  assert.equal(await users.save({ ...admin, roles: ['user'], version: 2 }, 1), 'ok');
  assert.equal(await users.delete(admin.id), 'ok');
  const session = aSession();
  await sessions.create(session);
  await sessions.rotate(session.id, 1, T0, T0);
  await sessions.get(session.id);
  await sessions.create(aSession({ user_id: session.user_id }), 1);
  await sessions.listOf(session.user_id, 10);
  await sessions.deleteOf(session.user_id, nextId());
  await sessions.deleteOf(session.user_id);
  await sessions.delete(session.id);
  await sessions.create(aSession());
  await sessions.purge(at(99_999), 10);
  const worker = aWorker({ host: '$host' });
  await workers.register(worker, 1_000);
  await workers.renew(worker.id, 1_000, 2);
  await workers.drain(worker.id);
  await workers.alive();
  assert.equal((await workers.list())[0]?.host, '$host');
  await workers.purge(0);
  await workers.remove(worker.id);
  const record = { id: 'a:b', task_id: nextId(), body_hash: '', created_at: T0 };
  await idempotency.keep(record);
  await idempotency.keep(record);
  await idempotency.get(record.id);
  await idempotency.purge(at(1), 10);
  const schedule = aSchedule({ owner_id: ADA });
  await schedules.create(schedule);
  await schedules.get(schedule.id);
  await schedules.create(aSchedule({ owner_id: ADA }), 1);
  await schedules.page({ limit: 10 });
  await schedules.page({ limit: 10, owner_id: ADA, before_id: nextId() });
  await schedules.count({ owner_id: ADA }, 10);
  await schedules.due(at(1), 10);
  await schedules.save({ ...schedule, next_run_at: at(1), revision: 2 }, 1);
  await schedules.claimFiring('a', T0);
  await schedules.delete(schedule.id);
  for (const places of [3, 4]) {
    const { edition } = (await database.quotaHolds?.read(ADA, 'one')) ?? { edition: null };
    assert.equal(await database.quotaHolds?.hold(ADA, 'one', places, 5_000, edition), true);
  }
  await database.quotaHolds?.release(ADA, 'one');
  await database.keepSecret('secret');
  await database.probe();
  await otherCalls(database);

  await files.put(KEY, Buffer.from('x'), 'text/plain');
  await files.put(KEY, Buffer.from('y'), 'text/plain');
  await (await files.open(KEY))?.toArray();
  await files.probe();
  await files.tasks(10);
  await files.tasks(10, T0);
  await files.delete({ ...KEY, preview: true });
  await files.deleteAttempts(KEY.task_id, 0, 2);
  await files.put(KEY, Buffer.from('x'), 'text/plain');
  await files.deleteTask(KEY.task_id);
}

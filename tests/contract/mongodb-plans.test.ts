import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Document, MongoClient } from 'mongodb';
import {
  type AuditFilter,
  type Database,
  type FileStore,
  TASK_STATUSES,
  type TaskFilter,
} from '../../src/data/contracts/index.ts';
import { openGridfs } from '../../src/data/mongodb/open-gridfs.ts';
import { openMongo } from '../../src/data/mongodb/open-mongo.ts';
import { type Mongod, startMongod } from '../support/mongod.ts';
import { requireService } from '../support/services.ts';
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

/** Every combination of these values, left out or given. */
function combinations<T extends object>(choices: { [K in keyof T]?: T[K][] }): T[] {
  return Object.entries(choices).reduce<T[]>(
    (list, [key, values]) =>
      list.flatMap((one) => [one, ...(values as unknown[]).map((value) => ({ ...one, [key]: value }))]),
    [{} as T],
  );
}

function stagesOf(plan: unknown): string[] {
  if (Array.isArray(plan)) return plan.flatMap(stagesOf);
  if (typeof plan !== 'object' || plan === null) return [];
  const own = 'stage' in plan ? [String(plan.stage)] : [];
  return [...own, ...Object.values(plan).flatMap(stagesOf)];
}

/** An aggregation tells its plan within its first stage, where it is not one plan as a whole. */
const winningStages = (plan: Document): string[] =>
  stagesOf((plan.queryPlanner ?? plan.stages?.[0]?.$cursor?.queryPlanner)?.winningPlan);

if (requireService('mongodb')) {
  describe('the plans MongoDB makes', () => {
    let server: Mongod;
    let client: MongoClient;
    let database: Database;
    let files: FileStore;
    const [ada, bob] = [nextId(), nextId()];
    const key = { task_id: nextId(), index: 0, attempt: 1, name: 'a' };

    before(async () => {
      server = await startMongod();
      // Most searches meet what they look for too rarely for these limits.
      const search_limits = { complete: 100, rare: 50, few: 30, first: 60, slice: 200, page: 400 };
      database = await openMongo(server.url, 'plans', { search_limits });
      files = await openGridfs(server.url, 'plans');
      client = new MongoClient(server.url);
      await seed();
      await client.db('plans').command({ profile: 2 });
    });
    after(async () => {
      await files?.close();
      await database?.close();
      await client?.close();
      await server?.stop();
    });

    async function seed() {
      const tasks = Array.from({ length: 2_000 }, (_, n) => {
        const make = n % 3 === 0 ? aTask : aFinishedTask;
        const name = n % 5 === 0 ? 'Blue image' : 'Green matrix';
        return make({
          owner_id: n % 4 === 0 ? ada : bob,
          shared: n % 7 === 0,
          type: n % 2 ? 'wait' : 'image',
          name,
        });
      });
      await Promise.all(tasks.map((task) => database.tasks.create(task, {})));
      await database.tasks.create(aTask({ owner_id: ada, deleted_at: T0 }), {});
      for (const roles of [['admin'], ['admin'], ['user'], ['guest']] as const) {
        await database.users.create(aUser({ roles: [...roles] }));
      }
      await database.items.put(Array.from({ length: 50 }, (_, index) => anItem({ ...key, index })));
    }

    async function otherCalls() {
      const { audit, preferences, passwordLinks, itemLogs, typePauses, statistics } = database;
      await preferences.put(ada, '{}');
      await preferences.get(ada);
      const link = { user_id: ada, token_hash: 'h', email: '', created_at: T0, expires_at: T0 };
      await passwordLinks.put(link);
      await passwordLinks.get('h');
      await passwordLinks.take('h');
      await passwordLinks.put(link);
      await passwordLinks.purge(at(1), 10);
      await passwordLinks.deleteOf(ada);
      const line = { at: T0, attempt: 1, level: 'info', message: 'x', fields: null } as const;
      await itemLogs.append([{ ...key, lines: [line] }]);
      await itemLogs.list(key.task_id, key.index);
      await itemLogs.deleteSome(key.task_id, 10);
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
        actor_id: [ada],
        action: ['user.update'],
        target_type: ['user'],
        target_id: [ada],
        outcome: ['success'],
        from: [T0],
      })) {
        await audit.page({ ...filter, limit: 10 });
        await audit.page({ ...filter, limit: 10, before_id: nextId() });
        await audit.count(filter, 10);
      }
      await audit.purge(T0, 10);
    }

    async function everyCall() {
      const { tasks, items, users, sessions, workers, idempotency, schedules } = database;
      const filters = combinations<TaskFilter>({
        visible_to: [ada],
        owner_id: [ada, bob],
        status: [['completed']],
        type: ['image'],
        words: [['bl'], ['mat', 'green'], ['blue', 'green']],
      });
      for (const filter of filters) {
        await tasks.list({ ...filter, limit: 20 }, 1_000);
        await tasks.page({ ...filter, limit: 20, offset: 10, after_id: nextId() });
      }
      for (const filter of combinations<TaskFilter>({
        visible_to: [ada],
        status: [['completed', 'failed']],
        words: [['green', 'blue']],
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
      await tasks.deletedOn(ada, '2026-01-01');
      await tasks.storedBytesOf(ada);
      await tasks.purgeDeletedCounts('2026-01-01', 10);
      await tasks.claimable(ada, at(1), 20);
      await tasks.claimable(ada, at(1), 20, ['wait', 'image']);
      await tasks.waiting(at(1), 100, T0);
      await tasks.running(100);
      await tasks.activeOf(ada, 100);
      await tasks.finishedBefore(at(1_000), 100);
      await tasks.deleted(100);
      await tasks.delete(task.id);
      const row = anItem({ ...key, index: 7, attempt: 2 });
      await items.put([row, anItem({ ...key, index: 99 })]);
      await items.put([row]);
      await items.get(key.task_id, 7);
      await items.getMany(key.task_id, [1, 2, 3]);
      await items.page(key.task_id, 10, 20);
      await items.outcomes(key.task_id, 10, 20);
      await items.byStatus(key.task_id, 'completed', 10, 20);
      await items.byStatus(key.task_id, 'completed', 10, 20, 0);
      await items.deleteSome(key.task_id, 10);

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
      const schedule = aSchedule({ owner_id: ada });
      await schedules.create(schedule);
      await schedules.get(schedule.id);
      await schedules.create(aSchedule({ owner_id: ada }), 1);
      await schedules.page({ limit: 10 });
      await schedules.page({ limit: 10, owner_id: ada, before_id: nextId() });
      await schedules.count({ owner_id: ada }, 10);
      await schedules.due(at(1), 10);
      await schedules.save({ ...schedule, next_run_at: at(1), revision: 2 }, 1);
      await schedules.claimFiring('a', T0);
      await schedules.delete(schedule.id);
      await database.keepSecret('secret');
      await database.probe();
      await otherCalls();

      await files.put(key, Buffer.from('x'), 'text/plain');
      await files.put(key, Buffer.from('y'), 'text/plain');
      await (await files.open(key))?.toArray();
      await files.tasks(10);
      await files.tasks(10, T0);
      await files.deleteAttempts(key.task_id, 0, 2);
      await files.put(key, Buffer.from('x'), 'text/plain');
      await files.deleteTask(key.task_id);
    }

    it('scan no collection and sort nothing in memory, for any call of the stores', async () => {
      await everyCall();
      const done = await client
        .db('plans')
        .collection('system.profile')
        .find({ ns: /^plans\./ })
        .toArray();
      const queries = done.filter(({ op, ns }) => op !== 'insert' && !ns.endsWith('.system.profile'));
      assert.ok(queries.length > 300, `${queries.length} profiled`);
      const bad = queries.filter(
        ({ planSummary, hasSortStage }) => /COLLSCAN/.test(planSummary ?? '') || hasSortStage,
      );
      assert.deepEqual(
        bad.map(({ ns, op, planSummary, command }) => ({ ns, op, planSummary, command })),
        [],
      );
      // Each kind of operation was seen, on each collection that is asked.
      const seen = new Set(queries.map(({ op, ns }) => `${op} ${ns.slice(6)}`));
      for (const name of ['tasks', 'items', 'users', 'sessions', 'workers', 'schedules', 'files.files']) {
        assert.ok(seen.has(`query ${name}`), `no query of ${name}`);
      }
      for (const one of ['update tasks', 'update items', 'remove sessions', 'remove files.chunks']) {
        assert.ok(seen.has(one), `no ${one}`);
      }
    });

    it('say so to explain() as well, query by query', async () => {
      const db = client.db('plans');
      await db.command({ profile: 0 });
      const done = await db
        .collection('system.profile')
        .find({ $or: [{ 'command.find': { $exists: true } }, { 'command.aggregate': { $exists: true } }] })
        .toArray();
      let explained = 0;
      for (const { command } of done) {
        if (command.find === 'system.profile') continue;
        const { lsid, $clusterTime, $db, ...asked } = command as Document;
        const plan = await db.command({ explain: asked, verbosity: 'queryPlanner' });
        const stages = winningStages(plan);
        assert.ok(stages.length > 0 && !stages.includes('COLLSCAN') && !stages.includes('SORT'), `${stages}`);
        explained += 1;
      }
      assert.ok(explained > 100, `${explained} explained`);
    });

    it('read for a page little more than what it shows, whatever the filter', async () => {
      const db = client.db('plans');
      await db.command({ profile: 0 });
      await db.collection('system.profile').drop();
      await db.command({ profile: 2 });
      for (const filter of combinations<TaskFilter>({
        visible_to: [ada, nextId()],
        owner_id: [bob],
        status: TASK_STATUSES.map((status) => [status]),
        type: ['image', 'nothing'],
      })) {
        await database.tasks.page({ ...filter, limit: 10 });
      }
      const done = await db.collection('system.profile').find({ 'command.find': 'tasks' }).toArray();
      assert.ok(done.length > 40);
      for (const { docsExamined, keysExamined, command } of done) {
        const read = `${docsExamined} documents, ${keysExamined} keys for ${JSON.stringify(command.filter)}`;
        assert.ok(docsExamined <= 60 && keysExamined <= 80, read);
      }
    });

    it('read for a search no more than its limits allow', async () => {
      const db = client.db('plans');
      await db.command({ profile: 0 });
      await db.collection('system.profile').drop();
      const name = 'Green unique';
      for (const owner_id of [ada, bob])
        await database.tasks.create(aTask({ owner_id, shared: true, name }), {});
      await db.command({ profile: 2 });
      for (const filter of combinations<TaskFilter>({
        visible_to: [ada, bob, nextId()],
        owner_id: [bob],
        status: [['completed'], ['failed'], ['completed', 'cancelled']],
        type: ['image', 'nothing'],
        words: [
          ['green', 'unique'],
          ['green', 'blue'],
          ['green', 'mat'],
        ],
      })) {
        if (filter.words) await database.tasks.list({ ...filter, limit: 10 }, 1_000);
      }
      const done = await db.collection('system.profile').find({ ns: 'plans.tasks' }).toArray();
      assert.ok(done.length > 300, `${done.length} profiled`);
      for (const { docsExamined = 0, command } of done)
        assert.ok(docsExamined <= 200, `${docsExamined} documents for ${JSON.stringify(command)}`);
    });
  });
}

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Document, MongoClient } from 'mongodb';
import {
  type Database,
  type FileStore,
  TASK_STATUSES,
  type Task,
  type TaskFilter,
  type TaskPage,
} from '../../src/data/contracts/index.ts';
import { openGridfs } from '../../src/data/mongodb/open-gridfs.ts';
import { openMongo } from '../../src/data/mongodb/open-mongo.ts';
import { requireService } from '../support/services.ts';
import { type SharedServer, sharedMongod } from '../support/shared-mongod.ts';
import { ADA, BOB, combinations, everyCall, seed } from './mongodb-calls.ts';
import { aTask, nextId } from './samples.ts';
import { aDelivery, aWebhook } from './webhooks-contract.ts';

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
    let server: SharedServer;
    let client: MongoClient;
    let database: Database;
    let files: FileStore;

    before(async () => {
      server = await sharedMongod.open();
      // Most searches meet what they look for too rarely for these limits.
      const search_limits = { complete: 100, rare: 50, few: 30, first: 60, slice: 200, page: 400 };
      database = await openMongo(server.url, 'plans', { search_limits });
      files = await openGridfs(server.url, 'plans');
      client = new MongoClient(server.url);
      await seed(database);
      await client.db('plans').command({ profile: 2 });
    });
    after(async () => {
      await files?.close();
      await database?.close();
      await client?.close();
      await server?.stop();
    });

    it('scan no collection and sort nothing in memory, for any call of the stores', async () => {
      await everyCall(database, files);
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
        .find({
          $or: ['find', 'count', 'aggregate'].map((name) => ({ [`command.${name}`]: { $exists: true } })),
        })
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

    it('remove the deliveries of a deleted webhook at most 500 at a time', async () => {
      const db = client.db('plans');
      const hook = aWebhook();
      await database.webhooks.create(hook, 9);
      await database.webhooks.addDeliveries(
        Array.from({ length: 1_100 }, () => aDelivery({ webhook_id: hook.id })),
      );
      await db.command({ profile: 2 });
      assert.equal(await database.webhooks.delete(hook.id), true);
      const done = await db
        .collection('system.profile')
        .find({ op: 'remove', ns: 'plans.webhook_deliveries' })
        .toArray();
      assert.deepEqual(done.map(({ ndeleted }) => ndeleted).sort(), [100, 500, 500]);
    });

    it('read for a page little more than what it shows, whatever the filter', async () => {
      const db = client.db('plans');
      await db.command({ profile: 0 });
      await db.collection('system.profile').drop();
      await db.command({ profile: 2 });
      for (const filter of combinations<TaskFilter>({
        visible_to: [ADA, nextId()],
        owner_id: [BOB],
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

    it('count tasks from an index alone, whatever the filter', async () => {
      const db = client.db('plans');
      await db.command({ profile: 0 });
      await db.collection('system.profile').drop();
      await db.command({ profile: 2 });
      for (const filter of combinations<TaskFilter>({
        visible_to: [ADA, nextId()],
        owner_id: [BOB],
        status: [['completed'], ['completed', 'failed']],
        type: ['image', 'nothing'],
        has_failures: [true],
      })) {
        await database.tasks.count(filter, 1_000);
      }
      const done = await db.collection('system.profile').find({ 'command.count': 'tasks' }).toArray();
      assert.ok(done.length > 70, `${done.length} profiled`);
      for (const { docsExamined, keysExamined, command } of done) {
        const read = `${docsExamined} documents, ${keysExamined} keys for ${JSON.stringify(command.query)}`;
        assert.ok(docsExamined === 0 && keysExamined <= 1_100, read);
      }
    });

    it('read for a search no more than its limits allow', async () => {
      const db = client.db('plans');
      await db.command({ profile: 0 });
      await db.collection('system.profile').drop();
      const name = 'Green unique';
      for (const owner_id of [ADA, BOB])
        await database.tasks.create(aTask({ owner_id, shared: true, name }), {});
      await db.command({ profile: 2 });
      for (const filter of combinations<TaskFilter>({
        visible_to: [ADA, BOB, nextId()],
        owner_id: [BOB],
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

    it('read the candidates of a first page once, for the page and its total', async () => {
      const db = client.db('plans');
      const query = { words: ['green', 'blue'], type: 'image', limit: 10 };
      const first = await database.tasks.list(query, 1_000);
      await db.command({ profile: 0 });
      await db.collection('system.profile').drop();
      await db.command({ profile: 2 });
      // How many tasks meet each condition is remembered, and where the slice ends.
      const { total, ...page } = await database.tasks.list(query, 1_000);
      await db.command({ profile: 0 });
      assert.deepEqual({ ...page, total }, first);
      assert.ok(page.searched_to !== null || page.tasks.length === 10);
      const done = await db.collection('system.profile').find({ ns: 'plans.tasks' }).toArray();
      const keys = done.reduce((sum, one) => sum + (one.keysExamined ?? 0), 0);
      assert.ok(done.length <= 2 && keys <= 100, `${done.length} commands, ${keys} keys`);
    });

    it('compare words and types in the index, and find tasks of earlier versions all the same', async () => {
      const db = client.db('plans');
      const filters = combinations<TaskFilter>({
        visible_to: [ADA],
        status: [['completed']],
        has_failures: [true],
        type: ['image'],
        words: [
          ['green', 'blue'],
          ['green', 'matrix'],
          ['blue', 'ima'],
        ],
      }).filter(({ words }) => words);
      // Where a page ends that examined its share depends on what is remembered; what is found does not.
      const firstOf = async (filter: TaskFilter): Promise<Task[]> => {
        const found: Task[] = [];
        let after: { after_id?: string } | null = {};
        while (after && found.length < 10) {
          const page: TaskPage = await database.tasks.page({
            ...filter,
            ...after,
            limit: 10 - found.length,
          });
          found.push(...page.tasks);
          after = page.searched_to === null ? null : { after_id: page.searched_to };
        }
        return found;
      };
      const listAll = () => Promise.all(filters.map(firstOf));
      await db.command({ profile: 0 });
      await db.collection('system.profile').drop();
      await db.command({ profile: 2 });
      await Promise.all(
        filters
          .filter(
            ({ words, has_failures }) => words?.includes('green') && words.includes('blue') && !has_failures,
          )
          .map((filter) => database.tasks.list({ ...filter, limit: 10 }, 1_000)),
      );
      await db.command({ profile: 0 });
      const done = await db.collection('system.profile').find({ ns: 'plans.tasks' }).toArray();
      const [documents, keys] = (['docsExamined', 'keysExamined'] as const).map((read) =>
        done.reduce((sum, one) => sum + (one[read] ?? 0), 0),
      ) as [number, number];
      assert.ok(keys > 400 && documents < keys / 5, `${documents} documents, ${keys} keys`);
      const found = await listAll();
      assert.ok(found.filter(({ length }) => length === 10).length >= 20);
      await db.collection('tasks').updateMany({}, { $unset: { signature: '' } });
      assert.deepEqual(await listAll(), found);
    });
  });
}

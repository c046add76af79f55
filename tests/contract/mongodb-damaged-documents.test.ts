/** What repairs, scripts and people leave of documents: each is read with substitutes, and holds up no other. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Document, Long, MongoClient } from 'mongodb';
import { DamagedData, type Database } from '../../src/data/contracts/index.ts';
import { COLLECTIONS } from '../../src/data/mongodb/indexes.ts';
import { openMongo } from '../../src/data/mongodb/open-mongo.ts';
import { onDamage } from '../../src/data/stored-values.ts';
import { requireService } from '../support/services.ts';
import { type SharedServer, sharedMongod } from '../support/shared-mongod.ts';
import { anAuditEntry, anItem, aSchedule, aSession, aTask, aUser } from './samples.ts';

const VALUES = [5, 'text', '{"', true, null, {}, [], [5], [{}], new Date(0)];

/** `key` finds the damaged document; `all` are the lists that contain it and another, each with how many it must have. */
interface Entity {
  collection: string;
  make(database: Database): Promise<Document>;
  read(database: Database): Promise<unknown[][]>;
}

const entities: Record<string, Entity> = {
  tasks: {
    collection: COLLECTIONS.tasks,
    async make({ tasks }) {
      const [one, other] = [aTask(), aTask()];
      await tasks.create(one, {});
      await tasks.create(other, {});
      return { _id: one.id };
    },
    read: async ({ tasks }) => [(await tasks.page({ limit: 5 })).tasks],
  },
  items: {
    collection: COLLECTIONS.items,
    async make({ tasks, items }) {
      const task = aTask({ total_items: 2 });
      await tasks.create(task, {});
      const row = { task_id: task.id, attempt: 1, status: 'completed' as const };
      await items.put([anItem({ ...row, index: 0 }), anItem({ ...row, index: 1 })]);
      return { task_id: task.id, index: 0 };
    },
    async read({ tasks, items }) {
      const [task] = (await tasks.page({ limit: 1 })).tasks;
      return [await items.page(task?.id ?? '', 0, 5)];
    },
  },
  users: {
    collection: COLLECTIONS.users,
    async make({ users }) {
      const [one, other] = [aUser(), aUser()];
      await users.create(one);
      await users.create(other);
      return { _id: one.id };
    },
    read: async ({ users }) => [await users.page({ limit: 5 })],
  },
  sessions: {
    collection: COLLECTIONS.sessions,
    async make({ sessions }) {
      const [one, other] = [aSession({ user_id: 'u' }), aSession({ user_id: 'u' })];
      await sessions.create(one);
      await sessions.create(other);
      return { _id: one.id };
    },
    read: async ({ sessions }) => [await sessions.listOf('u', 5)],
  },
  api_keys: {
    collection: COLLECTIONS.apiKeys,
    async make({ apiKeys }) {
      const key = { name: 'k', prefix: 'b2_', permissions: ['read'], created_at: '', last_used_at: null };
      for (const id of ['1', '2'])
        await apiKeys.create({ ...key, id, owner_id: 'u', key_hash: id, expires_at: '9999' }, 5);
      return { _id: '1' };
    },
    read: async ({ apiKeys }) => [await apiKeys.page({ limit: 5 })],
  },
  schedules: {
    collection: COLLECTIONS.schedules,
    async make({ schedules }) {
      const [one, other] = [aSchedule(), aSchedule()];
      await schedules.create(one);
      await schedules.create(other);
      return { _id: one.id };
    },
    read: async ({ schedules }) => [await schedules.page({ limit: 5 })],
  },
  audit: {
    collection: COLLECTIONS.audit,
    async make({ audit }) {
      const [one, other] = [anAuditEntry(), anAuditEntry()];
      await audit.add([one, other]);
      return { _id: one.id };
    },
    read: async ({ audit }) => [await audit.page({ limit: 5 })],
  },
};

const PARALLEL_ARRAYS = 171;
/** Fields by which documents are found or ordered, the task of an item, and the account of a session. */
const KEYS = ['_id', 'task_id', 'index', 'listed', 'user_id'];

if (requireService('mongodb')) {
  let server: SharedServer;
  let client: MongoClient;
  before(async () => {
    server = await sharedMongod.open();
    client = await new MongoClient(server.url).connect();
  });
  after(async () => {
    await client?.close();
    await server?.stop();
  });

  test('statistics: whatever stands in a field, the bucket and the others are read, with numbers', async () => {
    const database = await openMongo(server.url, 'damaged_statistics');
    const counts = { completed: 1, failed: 2, cancelled: 3, wait: [0, 4], run: [5] };
    const at = (hour: string) => `2026-01-01T${hour}:00:00.000Z`;
    await database.statistics.add(['01', '02'].map((hour) => ({ at: at(hour), type: 'a', ...counts })));
    const buckets = client.db('damaged_statistics').collection(COLLECTIONS.statistics);
    const other = { at: at('02'), type: 'a', ...counts };
    for (const field of [...Object.keys(counts), 'wait.1', 'wait.99999999', 'wait.x', 'type']) {
      const whole = (await buckets.findOne({ step: 'hour', at: at('01') })) as Document;
      for (const value of [...VALUES, Number.NaN, Number.POSITIVE_INFINITY, -1, 1e300]) {
        await buckets.updateOne({ _id: whole._id }, { $set: { [field]: value } });
        const read = await database.statistics.read('hour', at('00'), at('03'));
        const about = `${field} = ${JSON.stringify(value)}`;
        assert.deepEqual(read[1], other, about);
        for (const number of [
          read[0]?.completed,
          read[0]?.failed,
          ...(read[0]?.wait ?? []),
          ...(read[0]?.run ?? []),
        ])
          assert.ok(Math.abs(number ?? Number.NaN) <= Number.MAX_SAFE_INTEGER, about);
        assert.ok((read[0]?.wait.length ?? 9) < 9, about);
        await buckets.replaceOne({ _id: whole._id }, whole);
      }
    }
    await database.close();
  });

  for (const [name, { collection, make, read }] of Object.entries(entities)) {
    test(`${name}: whatever stands in a field, the document and the others of its list are read`, async () => {
      const database = await openMongo(server.url, name);
      const reported = new Set<string>();
      const end = onDamage(({ place }) => reported.add(place));
      try {
        const key = await make(database);
        const documents = client.db(name).collection(collection);
        const whole = (await documents.findOne(key)) as Document;
        const counts = (await read(database)).map(({ length }) => length);
        for (const field of Object.keys(whole).filter((one) => !KEYS.includes(one))) {
          for (const value of [undefined, ...VALUES]) {
            const change = value === undefined ? { $unset: { [field]: '' } } : { $set: { [field]: value } };
            try {
              await documents.updateOne(key, change);
            } catch (error) {
              // The server itself refuses two lists in one index.
              if ((error as { code?: number }).code === PARALLEL_ARRAYS) continue;
              throw error;
            }
            const lists = await read(database);
            assert.deepEqual(
              lists.map(({ length }) => length),
              counts,
              `${field} = ${JSON.stringify(value)}`,
            );
          }
          await documents.replaceOne(key, whole);
        }
        assert.ok(reported.size > 2, [...reported].join());
      } finally {
        end();
        await database.close();
      }
    });
  }

  test('the first save of a task repairs a damaged revision, and every other one fails', async () => {
    const database = await openMongo(server.url, 'revisions');
    const documents = client.db('revisions').collection<Document & { _id: string }>(COLLECTIONS.tasks);
    try {
      for (const revision of [undefined, 'x', null, Number.NaN, -1, Long.fromString('9007199254740993')]) {
        const [damaged, sound] = [aTask(), aTask()];
        for (const task of [damaged, sound]) await database.tasks.create(task, {});
        const change: Document =
          revision === undefined ? { $unset: { revision: '' } } : { $set: { revision } };
        await documents.updateOne({ _id: damaged.id }, change);
        const read = async (id: string) => (await database.tasks.get(id)) ?? assert.fail();
        const before = { ...(await read(damaged.id)), revision: 0 };
        const next = { ...before, completed_items: 1, revision: 1 };
        // Together, as the engine saves them, and one of them a second time.
        const saved = await Promise.all([
          database.tasks.save(next, 0, before),
          database.tasks.save({ ...sound, revision: sound.revision + 1 }, sound.revision, sound),
          database.tasks.save({ ...sound, revision: 1 }, 0, sound),
        ]);
        assert.deepEqual(saved, [true, true, false], String(revision));
        assert.equal(await database.tasks.save(next, 0, before), false);
        const { completed_items, revision: now } = await read(damaged.id);
        assert.deepEqual([completed_items, now], [1, 1]);
      }
    } finally {
      await database.close();
    }
  });

  test('damaged params are a fault', async () => {
    const database = await openMongo(server.url, 'params');
    try {
      const task = aTask();
      await database.tasks.create(task, { count: 1 });
      for (const params of ['{"', {}, 'text']) {
        await client
          .db('params')
          .collection(COLLECTIONS.tasks)
          .updateOne({ name: task.name }, { $set: { params } });
        await assert.rejects(database.tasks.getParams(task.id), DamagedData);
      }
    } finally {
      await database.close();
    }
  });
}

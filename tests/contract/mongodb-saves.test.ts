import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Collection, MongoClient } from 'mongodb';
import type { Database, Task } from '../../src/data/contracts/index.ts';
import { COLLECTIONS } from '../../src/data/mongodb/indexes.ts';
import { openMongo } from '../../src/data/mongodb/open-mongo.ts';
import { liveChange, type TaskDocument } from '../../src/data/mongodb/task-document.ts';
import { type Save, saveAll, saveEach } from '../../src/data/mongodb/task-writes.ts';
import { requireService } from '../support/services.ts';
import { type SharedServer, sharedMongod } from '../support/shared-mongod.ts';
import { aTask, shuffled } from './samples.ts';

function saveOf(task: Task, expected_revision = 1, stored?: Task): Save {
  const next = { ...task, revision: expected_revision + 1, progress: 50 };
  return { id: task.id, expected_revision, change: liveChange(next, stored), whole: () => liveChange(next) };
}

if (requireService('mongodb')) {
  describe('many saves at once on MongoDB', () => {
    let server: SharedServer;
    let database: Database;
    let client: MongoClient;
    let tasks: Collection<TaskDocument>;
    before(async () => {
      server = await sharedMongod.open();
      database = await openMongo(server.url, 'saves');
      client = await new MongoClient(server.url).connect();
      tasks = client.db('saves').collection<TaskDocument>(COLLECTIONS.tasks);
    });
    after(async () => {
      await database?.close();
      await client?.close();
      await server?.stop();
    });

    const made = async (count: number): Promise<Task[]> => {
      const list = Array.from({ length: count }, () => aTask());
      await Promise.all(list.map((task) => database.tasks.create(task, {})));
      return list;
    };
    const revisionsOf = async (list: Task[]): Promise<(number | undefined)[]> => {
      const stored = new Map(
        (await database.tasks.getMany(list.map(({ id }) => id))).map((one) => [one.id, one]),
      );
      return list.map(({ id }) => stored.get(id)?.revision);
    };

    for (const sharded of [false, true]) {
      it(`tell of each whether it was saved, in any order (${sharded ? 'one by one' : 'together'})`, async () => {
        const list = shuffled(await made(250));
        const [stale, gone] = [new Set([0, 7, 8, 120, 249]), new Set([1, 9, 130])];
        for (const at of gone) await database.tasks.delete((list[at] as Task).id);
        const expected = list.map((_, at) => !stale.has(at) && !gone.has(at));
        const saves = list.map((task, at) => saveOf(task, stale.has(at) ? 5 : 1));
        assert.deepEqual(await saveAll(tasks, saves, sharded), expected);
        const after = list.map((_, at) => (gone.has(at) ? undefined : stale.has(at) ? 1 : 2));
        assert.deepEqual(await revisionsOf(list), after);
      });
    }

    it('store the change of each where some change alike and some do not', async () => {
      const list = await made(60);
      const saves = list.map((task, at) =>
        saveOf(
          { ...task, stored_bytes: at % 3, error: at % 20 === 0 ? { type: 'E', message: `${at}` } : null },
          at === 31 ? 5 : 1,
        ),
      );
      assert.deepEqual(
        await saveAll(tasks, saves),
        list.map((_, at) => at !== 31),
      );
      const stored = new Map(
        (await database.tasks.getMany(list.map(({ id }) => id))).map((one) => [one.id, one]),
      );
      for (const [at, { id }] of list.entries()) {
        const { revision, stored_bytes, error } = stored.get(id) as Task;
        const expected = at === 31 ? [1, 0, null] : [2, at % 3, at % 20 === 0 ? `${at}` : null];
        assert.deepEqual([revision, stored_bytes, error?.message ?? null], expected);
      }
    });

    it('let one of two saves of the same task win', async () => {
      const [task, other] = (await made(2)) as [Task, Task];
      assert.deepEqual(await saveAll(tasks, [saveOf(task), saveOf(other), saveOf(task)]), [
        true,
        true,
        false,
      ]);
    });

    it('take texts that begin with $ as they are', async () => {
      const list = (await made(2)).map((task) => ({
        ...task,
        error: { type: '$x', message: '$$ROOT' },
      }));
      assert.deepEqual(
        await saveAll(
          tasks,
          list.map((task) => saveOf(task)),
        ),
        [true, true],
      );
      const stored = await tasks.findOne({ _id: (list[0] as { id: string }).id });
      assert.deepEqual(stored?.error, list[0]?.error);
    });

    it('count as saved what an attempt of unknown outcome has stored, and not what another wrote', async () => {
      const [mine, theirs, open] = (await made(3)) as [Task, Task, Task];
      assert.deepEqual(await saveAll(tasks, [saveOf(mine), saveOf({ ...theirs, retry_round: 3 })]), [
        true,
        true,
      ]);
      const again = [mine, theirs, open].map((task) => saveOf(task, 1, task));
      assert.deepEqual(Object.keys(again[0]?.change ?? {}).toSorted(), ['progress', 'revision']);
      assert.deepEqual(await saveEach(tasks, again, true), [true, false, true]);
      assert.deepEqual(await saveEach(tasks, again), [false, false, false]);
      assert.deepEqual(await revisionsOf([mine, theirs, open]), [2, 2, 2]);
    });

    it('save those that the server takes where it refuses one of them', async () => {
      const list = await made(3);
      const saves = list.map((task) => saveOf(task));
      // Too large for a document of MongoDB together with what is stored.
      await tasks.updateOne({ _id: (list[1] as Task).id }, { $set: { params: 'x'.repeat(16_000_000) } });
      (saves[1] as Save).change.slots = 'y'.repeat(800_000);
      const [first, second, third] = await saveAll(tasks, saves);
      assert.deepEqual([first, second instanceof Error, third], [true, true, true]);
      assert.deepEqual(await revisionsOf([list[0] as Task, list[2] as Task]), [2, 2]);
    });
  });
}

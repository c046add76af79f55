import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import type { Database, ItemRow, Task } from '../../src/data/contracts/index.ts';
import { DURABLE } from '../../src/data/mongodb/connect-mongo.ts';
import { openMongo } from '../../src/data/mongodb/open-mongo.ts';
import { MongoTaskStore } from '../../src/data/mongodb/stores/tasks.ts';
import { requireService } from '../support/services.ts';
import { type SharedServer, sharedMongod } from '../support/shared-mongod.ts';
import { anItem, aTask, plain } from './samples.ts';

/** The outcome of the only item of a task lies in the task's document. */
if (requireService('mongodb')) {
  let server: SharedServer;
  let client: MongoClient;
  let database: Database;
  before(async () => {
    server = await sharedMongod.open();
    client = await new MongoClient(server.url).connect();
    database = await openMongo(server.url, 'kept');
  });
  after(async () => {
    await database?.close();
    await client?.close();
    await server?.stop();
  });

  const rowsApart = (task: Task) =>
    client.db('kept').collection('items').countDocuments({ task_id: task.id });

  async function created(change: Partial<Task> = {}): Promise<Task> {
    const task = aTask({ total_items: 1, ...change });
    await database.tasks.create(task, {});
    return task;
  }

  const save = (task: Task, revision: number, row: ItemRow) =>
    database.tasks.saveWithItems?.({ ...task, revision: revision + 1 }, revision, [row]);

  /** What every way of reading shows of the first item. */
  async function seen(task: Task, { status }: ItemRow) {
    const { items } = database;
    const outcome = (await items.outcomes(task.id, 0, 9)).map(({ attempt }) => attempt);
    const rows = [
      await items.get(task.id, 0),
      ...(await items.getMany(task.id, [3, 0])),
      ...(await items.page(task.id, 0, 9)),
    ];
    return [...rows.map(plain), ...outcome, ...(await items.byStatus(task.id, status, 0, 9)).map(plain)];
  }
  const all = (row: ItemRow) => [row, row, row, row.attempt, { index: 0, round: row.round }];

  test('one write stores the task and the outcome, and every way of reading shows it', async () => {
    const task = await created();
    const row = anItem({
      task_id: task.id,
      label: { 'a.b': '$c' },
      result: '{"$ref": [1, "\\""]}',
      error: { type: 'E', message: '$no' },
    });
    assert.equal(database.tasks.writesWithTask?.(task, row), true);
    assert.equal(await save(task, 5, row), false);
    assert.equal(await database.items.get(task.id, 0), null);
    assert.equal(await save(task, 1, row), true);
    assert.deepEqual(await seen(task, row), all(row));
    assert.equal(await rowsApart(task), 0);
    assert.deepEqual(plain(await database.tasks.get(task.id)), { ...task, revision: 2 });
    const { items } = database;
    const elsewhere = [
      await items.get(task.id, 1),
      ...(await items.page(task.id, 1, 9)),
      ...(await items.page(task.id, 0, 0)),
      ...(await items.byStatus(task.id, 'queued', 0, 9)),
      ...(await items.byStatus(task.id, row.status, 0, 9, 1)),
      ...(await items.byStatus(task.id, row.status, 1, 9)),
    ];
    assert.deepEqual(elsewhere, [null]);
  });

  test('of outcomes in both places the newer attempt counts, of the same attempt the one with the task', async () => {
    const { items } = database;
    const task = await created();
    const of = (attempt: number, change: Partial<ItemRow>) =>
      anItem({ task_id: task.id, attempt, result: null, ...change });
    const [failed, ended] = [of(1, { status: 'queued' }), of(2, { status: 'failed', round: 0 })];
    await items.put([failed]);
    await save(task, 1, ended);
    assert.deepEqual(await seen(task, ended), all(ended));
    assert.deepEqual(await items.byStatus(task.id, 'queued', 0, 9), []);
    await items.put([{ ...failed, attempt: 2 }]);
    assert.deepEqual(await seen(task, ended), all(ended));
    const again = of(3, { status: 'queued', round: 1 });
    await items.put([again]);
    assert.deepEqual(await seen(task, again), all(again));
    assert.deepEqual(await items.byStatus(task.id, 'failed', 0, 9), []);
    const last = of(4, { status: 'completed', round: 1, result: '"end"' });
    await save(task, 2, last);
    assert.deepEqual(await seen(task, last), all(last));
  });

  test('a task that got more items since has them after the first', async () => {
    const task = await created();
    const first = anItem({ task_id: task.id });
    await save(task, 1, first);
    const second = anItem({ task_id: task.id, index: 1 });
    await database.items.put([second]);
    assert.deepEqual(plain(await database.items.page(task.id, 0, 9)), [first, second]);
    assert.deepEqual(plain(await database.items.page(task.id, 0, 1)), [first]);
    const byStatus = async (limit: number, offset: number) =>
      (await database.items.byStatus(task.id, first.status, 0, limit, offset)).map(({ index }) => index);
    assert.deepEqual(await byStatus(9, 0), [0, 1]);
    assert.deepEqual(await byStatus(1, 0), [0]);
    assert.deepEqual(await byStatus(9, 1), [1]);
  });

  test('large outcomes, and those of tasks with several items, are written apart', async () => {
    const task = await created();
    const kept = (row: Partial<ItemRow>, total_items = 1) =>
      database.tasks.writesWithTask?.({ total_items }, anItem({ task_id: task.id, ...row }));
    assert.equal(kept({}), true);
    assert.equal(kept({}, 2), false);
    assert.equal(kept({ result: `"${'x'.repeat(5_000)}"` }), false);
    assert.equal(kept({ error: { type: 'E', message: 'no', stack: 'x'.repeat(5_000) } }), false);
  });

  test('ends that come during a stream of them travel in few commands', async (t) => {
    const list = await Promise.all(Array.from({ length: 60 }, () => created()));
    const watched = await new MongoClient(server.url, { monitorCommands: true }).connect();
    t.after(() => watched.close());
    let updates = 0;
    watched.on('commandStarted', ({ commandName }) => {
      if (commandName === 'update') updates += 1;
    });
    const store = new MongoTaskStore(watched.db('kept', DURABLE));
    const finished_at = new Date().toISOString();
    const end = (task: Task) =>
      store.saveWithItems({ ...task, revision: 2, status: 'completed', finished_at }, 1, [
        anItem({ task_id: task.id }),
      ]);
    const ends = async (count: number) => {
      const saved = await Promise.all(list.splice(0, count).map(end));
      assert.deepEqual(saved, Array(count).fill(true));
    };
    await ends(1);
    await ends(19);
    assert.equal(updates, 2);
    // The next batch starts 19 ms after the last one.
    await Promise.all(Array.from({ length: 10 }, (_, at) => sleep(at).then(() => ends(1))));
    assert.equal(updates <= 8, true, `${updates} updates`);
    // A worker that has no room for more outcomes says so.
    const rest = ends(20);
    store.hurry();
    await rest;
  });
}

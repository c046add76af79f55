/** Quotas of tasks where several processes create them: each side has connections and counts of its own. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Database, Task, User } from '../../src/data/contracts/index.ts';
import { openMongo } from '../../src/data/mongodb/open-mongo.ts';
import { Fault } from '../../src/errors.ts';
import { Background } from '../../src/runtime/background.ts';
import { SteadyClock } from '../../src/runtime/clock.ts';
import { StorageQuota } from '../../src/services/engine/storage-quota.ts';
import { NO_LIMITS, OwnerQuotas } from '../../src/services/owner-quotas.ts';
import { TaskQuotas } from '../../src/services/tasks/task-quotas.ts';
import { aFinishedTask, aTask, aUser } from '../contract/samples.ts';
import { actorOf } from '../support/engine.ts';
import { requireService } from '../support/services.ts';
import { type SharedServer, sharedMongod } from '../support/shared-mongod.ts';

/** What one process has. */
interface Side {
  database: Database;
  quotas: TaskQuotas;
  background: Background;
}

if (requireService('mongodb')) {
  let mongod: SharedServer;
  let sides: Side[];
  const warnings: string[] = [];

  before(async () => {
    mongod = await sharedMongod.open();
    sides = [await side(), await side(), await side()];
  });
  after(async () => {
    for (const { background, database } of sides) {
      await background.done();
      await database.close();
    }
    await mongod.stop();
    assert.deepEqual(warnings, []);
  });

  async function side(): Promise<Side> {
    const database = await openMongo(mongod.url, 'quotas');
    const background = new Background({ warn: (_fields: object, message: string) => warnings.push(message) });
    const owners = new OwnerQuotas(database.users, NO_LIMITS, true);
    const { tasks, quotaHolds: holds } = database;
    const quotas = new TaskQuotas({ tasks, holds, quotas: owners, clock: new SteadyClock(), background });
    return { database, quotas, background };
  }

  async function ownerOf(quotas: Record<string, number>): Promise<string> {
    const user = aUser({ roles: ['user'], quotas });
    await sides[0]?.database.users.create(user);
    return user.id;
  }

  const now = () => new Date().toISOString();

  async function create({ database, quotas }: Side, owner_id: string, count = 1): Promise<'ok' | Fault> {
    const made = Array.from({ length: count }, () => ({
      task: aTask({ owner_id, created_at: now() }),
      params: {},
    }));
    try {
      await quotas.within(
        owner_id,
        count,
        () => database.tasks.createMany(made),
        () => assert.fail('nothing is taken back'),
      );
      return 'ok';
    } catch (error) {
      assert.ok(error instanceof Fault && error.type === 'quota_exceeded', String(error));
      return error;
    }
  }

  const countOf = async (owner_id: string) =>
    (await (sides[0] as Side).database.tasks.count({ owner_id }, 100_000)).count;

  for (const left of [1, 2, 7]) {
    test(`of many that are created at once, as many get in as there are places (${left})`, async () => {
      for (let round = 0; round < 5; round += 1) {
        const owner = await ownerOf({ active_tasks: left });
        const answers = await Promise.all(
          sides.flatMap((one) => Array.from({ length: 4 }, () => create(one, owner))),
        );
        assert.equal(answers.filter((one) => one === 'ok').length, left, `round ${round}`);
        assert.equal(await countOf(owner), left);
        for (const fault of answers)
          if (fault !== 'ok')
            assert.deepEqual(fault.quota, { name: 'active_tasks', limit: left, used: left });
      }
    });
  }

  test('from far below the limit up to it, in pieces of different size, the quota is filled and not passed', async () => {
    const owner = await ownerOf({ active_tasks: 700, tasks_per_day: 0 });
    const piece = async (one: Side, size: number) => {
      while ((await create(one, owner, size)) === 'ok');
    };
    await Promise.all(sides.map((one, at) => piece(one, [90, 7, 1][at] as number)));
    assert.equal(await countOf(owner), 700);
  });

  test('tasks that are made active again take places as new ones do', async () => {
    for (let round = 0; round < 5; round += 1) {
      const owner = await ownerOf({ active_tasks: 2 });
      const [first] = sides as [Side];
      const ended = Array.from({ length: 4 }, () => aFinishedTask({ owner_id: owner, failed_items: 1 }));
      for (const task of ended) await first.database.tasks.create(task, {});
      const restart = async ({ database, quotas }: Side, task: Task) => {
        const again: Task = { ...task, status: 'pending', revision: task.revision + 1 };
        await quotas.withinForRetry(task, () => database.tasks.save(again, task.revision));
      };
      const all = await Promise.allSettled([
        ...ended.map((task, at) => restart(sides[at % 3] as Side, task)),
        ...sides.map(async (one) => assert.equal(await create(one, owner), 'ok')),
      ]);
      assert.equal(all.filter(({ status }) => status === 'fulfilled').length, 2);
    }
  });

  test('what a process held when it was killed is free again, and keeps nobody waiting for long', async () => {
    const owner = await ownerOf({ active_tasks: 1 });
    const [first, second] = sides as [Side, Side];
    const { quotaHolds: holds } = first.database;
    assert.equal(await holds?.hold(owner, 'a dead one', 1, 300, null), true);
    assert.equal(await create(second, owner), 'ok');
    assert.notEqual(await create(first, owner), 'ok');
  });

  test('items claimed above the limit, which workers hand back, are not told as running', async () => {
    const owner = await ownerOf({ running_items: 2 });
    const [{ database, quotas }] = sides as [Side];
    const task = aTask({ owner_id: owner, running: 3 });
    await database.tasks.create(task, {});
    const actor = actorOf((await database.users.get(owner)) as User);
    // Of three that really run, because the limit was lowered, all are told.
    assert.deepEqual((await quotas.view(actor)).running_items, { limit: 2, used: 3 });
    const view = quotas.view(actor);
    await database.tasks.save({ ...task, running: 2, revision: 2 }, 1);
    assert.deepEqual((await view).running_items, { limit: 2, used: 2 });
  });

  test('outcomes that several workers record at once keep no more bytes than the account may store', async () => {
    for (let round = 0; round < 5; round += 1) {
      const owner = await ownerOf({ stored_bytes: 1_000 });
      const workers = sides.map(({ database: { tasks, users, quotaHolds: holds }, background }) => ({
        storage: new StorageQuota(tasks, new OwnerQuotas(users, NO_LIMITS, true), { holds, background }),
        tasks,
      }));
      const kept = await Promise.allSettled(
        workers.flatMap(({ storage, tasks }) =>
          [400, 300].map(async (bytes) => {
            const task = aFinishedTask({ owner_id: owner, stored_bytes: bytes });
            await storage.take(owner, bytes);
            return storage.keep(owner, bytes, () => tasks.create(task, {}));
          }),
        ),
      );
      const stored = await (sides[0] as Side).database.tasks.storedBytesOf(owner);
      assert.ok(stored <= 1_000, `${stored} bytes`);
      // Whatever the order, two fit, and nobody is refused for what is only held.
      const count = kept.filter(({ status }) => status === 'fulfilled').length;
      assert.ok(count >= 2 && 1_000 - stored < 400, `${count} kept, ${stored} bytes`);
      for (const one of kept) if (one.status === 'rejected') assert.equal(one.reason.name, 'StorageFull');
    }
  });
}

/** An attempt that is lost with its worker says so in the log of its item and in its error, in each engine. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { newId } from '../../src/data/contracts/index.ts';
import type { ItemView } from '../../src/services/tasks/task-views.ts';
import { type Engine, openEngine } from '../support/engine.ts';
import { startRedis } from '../support/redis.ts';
import { requireService } from '../support/services.ts';
import { sharedMongod } from '../support/shared-mongod.ts';

interface Servers {
  env: Record<string, string>;
  stop(): Promise<void>;
}

const embedded = async (): Promise<Servers> => ({ env: {}, async stop() {} });
const scaledOut = async (): Promise<Servers> => {
  const [mongod, redis] = await Promise.all([sharedMongod.open(), startRedis()]);
  return {
    env: {
      MONGODB_URL: mongod.url,
      REDIS_URL: redis.url,
      SECRET_KEY: 's'.repeat(32),
      DB_NAME: `lost_${newId().slice(-12)}`,
    },
    stop: async () => void (await Promise.all([mongod.stop(), redis.stop()])),
  };
};

const AGAIN = 'The worker process ended while this attempt ran, or lost its connection; the item runs again.';
const alone = (times: number) =>
  `The worker process ended while this attempt ran, or lost its connection; this has happened ${times} times, so the item runs alone from now on: its worker runs nothing else until it ends.`;
const FAILED =
  'The worker process ended while this attempt ran, or lost its connection; this has happened 6 times, the last 3 times while nothing else ran in the worker, so the item has failed.';

function suite(name: string, open: () => Promise<Servers>): void {
  describe(`lost attempts: ${name}`, () => {
    let servers: Servers;
    let own: Engine;
    before(async () => {
      servers = await open();
      own = await openEngine(undefined, servers.env);
    });
    after(async () => {
      await own.stop();
      await servers.stop();
    });

    const create = async (): Promise<string> =>
      (await own.creation.create(own.actor, own.actor.id, { type: 'noop', params: { count: 1 } })).task.id;
    const taskOf = async (id: string) => (await own.data.database.tasks.get(id)) ?? assert.fail();
    const item = (id: string): Promise<ItemView> => own.services.items.get(own.actor, id, 0);
    const logOf = async (id: string, actor = own.actor) =>
      (await own.services.items.logs(actor, id, 0, {})).items;

    async function lose(id: string, solo = false): Promise<void> {
      const worker_id = newId();
      const { items } = await own.engine.claim(worker_id, own.actor.id, 1, solo);
      assert.equal(items.length, 1);
      const task = await taskOf(id);
      await own.engine.rescue(task, (one) => one === worker_id);
      // Another scheduler saw the same task before it was rescued.
      await own.engine.rescue(task, (one) => one === worker_id);
    }

    test('one line for each, with its time; the error says the same, and the item which runs alone says so', async () => {
      const id = await create();
      await lose(id);
      const first = await item(id);
      assert.deepEqual([first.status, first.runs_alone], ['queued', false]);
      assert.deepEqual(first.error, { type: 'WorkerLost', message: AGAIN });
      await lose(id);
      await lose(id);
      assert.deepEqual((await item(id)).error?.message, alone(3));
      assert.equal((await item(id)).runs_alone, true, 'from now on');
      assert.equal((await own.services.tasks.get(own.actor, id)).runs_alone, true);
      for (let death = 4; death <= 6; death += 1) await lose(id, true);
      const lines = await logOf(id);
      assert.deepEqual(
        lines.map(({ attempt, level, message }) => [attempt, level, message]),
        [AGAIN, AGAIN, alone(3), alone(4), alone(5), FAILED].map((text, at) => [at + 1, 'error', text]),
      );
      for (const { at, zh } of lines) assert.deepEqual([new Date(at).toISOString(), zh], [at, undefined]);
      const last = await item(id);
      assert.deepEqual([last.status, last.runs_alone], ['failed', false]);
      const task = await own.services.tasks.get(own.actor, id);
      assert.deepEqual([task.status, task.error?.message, last.error?.message], ['failed', FAILED, FAILED]);
      assert.equal(task.runs_alone, false);
      const chinese = { ...own.actor, language: 'zh' as const };
      assert.match((await logOf(id, chinese))[0]?.message ?? '', /^此次运行期间，工作进程已终止/);
      assert.match((await own.services.tasks.get(chinese, id)).error?.message ?? '', /任务项失败。$/);
    });

    test('also of an item that was being cancelled, and if the rescue was interrupted after its seal', async (context) => {
      const id = await create();
      const worker_id = newId();
      await own.engine.claim(worker_id, own.actor.id, 1, false);
      await own.services.tasks.cancel(own.actor, id);
      const append = context.mock.method(own.data.database.itemLogs, 'append', async () => {
        throw new Error('interrupted');
      });
      const task = await taskOf(id);
      await assert.rejects(
        own.engine.rescue(task, (one) => one === worker_id),
        /interrupted/,
      );
      append.mock.restore();
      await own.engine.rescue(task, (one) => one === worker_id);
      const lines = await logOf(id);
      assert.deepEqual(
        lines.map(({ message }) => message.split('; ').at(-1)),
        ['the item was being cancelled and does not run again.'],
      );
      const { status, error } = await item(id);
      assert.deepEqual([status, error], ['cancelled', null]);
      assert.equal((await taskOf(id)).status, 'cancelled');
    });
  });
}

suite('embedded', embedded);
if (requireService('mongodb', 'redis')) suite('scaled out', scaledOut);

/** Files that are being attached when their attempt ends: they count, or nothing of them is left. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { newId } from '../../src/data/contracts/index.ts';
import type { Worker } from '../../src/worker/worker.ts';
import { type Engine, openEngine } from '../support/engine.ts';
import { startRedis } from '../support/redis.ts';
import { requireService } from '../support/services.ts';
import { sharedMongod } from '../support/shared-mongod.ts';
import { waitFor } from '../support/wait-for.ts';
import { endedTask } from './ended-task.ts';

async function servers() {
  const [mongod, redis] = await Promise.all([sharedMongod.open(), startRedis()]);
  return {
    env: {
      MONGODB_URL: mongod.url,
      REDIS_URL: redis.url,
      SECRET_KEY: 'a secret of these tests',
      DB_NAME: 'under_way',
    },
    stop: () => Promise.all([mongod.stop(), redis.stop()]),
  };
}

const engines: Record<string, () => Promise<{ env: Record<string, string>; stop(): unknown }>> = {
  SQLite: async () => ({ env: {}, stop() {} }),
  ...(requireService('mongodb') && requireService('redis') && { MongoDB: servers }),
};

for (const [name, start] of Object.entries(engines)) {
  describe(`${name}: files under way at the end of an attempt`, () => {
    let own: Engine;
    let worker: Worker;
    let stop = (): unknown => undefined;
    before(async () => {
      const { env, stop: stopServers } = await start();
      stop = stopServers;
      own = await openEngine(undefined, env);
    });
    after(async () => {
      await own?.stop();
      await stop();
    });

    const create = async (type: string, does: string) =>
      (await own.services.tasks.create(own.actor, { type, params: { does } })).task.id;
    const isLeft = async (id: string) => (await own.data.files.tasks(1_000)).includes(id);
    /** Also after what might still be written. */
    async function nothingLeft(id: string) {
      await waitFor(async () => !(await isLeft(id)));
      await new Promise((resolve) => setTimeout(resolve, 300));
      assert.equal(await isLeft(id), false);
    }
    const bytesOf = async (id: string, file: string) => {
      const { open } = await own.services.items.file(own.actor, id, 0, file);
      return Buffer.concat(await (await open()).toArray());
    };

    test('what an attempt of a killed worker has left is removed before another one may begin', async () => {
      const { task } = await own.creation.create(own.actor, own.actor.id, { type: 'probe', params: {} });
      const worker_id = newId();
      const { items } = await own.engine.claim(worker_id, own.actor.id, 1, false);
      const key = { task_id: task.id, index: 0, attempt: items[0]?.attempt ?? 0, name: 'left.bin' };
      await own.data.files.put(key, Buffer.alloc(5), 'application/octet-stream');
      await own.services.tasks.cancel(own.actor, task.id);
      await waitFor(async () => (await own.sweep.run()) > 0);
      assert.equal((await own.services.tasks.get(own.actor, task.id)).status, 'cancelled');
      assert.equal(await isLeft(task.id), false);
    });

    describe('with a worker', () => {
      before(async () => {
        worker = await own.startWorker(4);
      });
      for (const type of ['unattended', 'inline-unattended']) {
        test(`${type}: those of a handler that returned are waited for, and count`, async () => {
          const { id, status } = await endedTask(own, type, 'return');
          assert.equal(status, 'completed');
          const { files } = await own.services.items.get(own.actor, id, 0);
          assert.deepEqual(files.map((file) => [file.name, file.bytes]).sort(), [
            ['bytes.bin', 300_000],
            ['first.bin', 3],
            ['many.bin', 500],
            ['stream.bin', 3_000_000],
          ]);
          assert.ok((await bytesOf(id, 'many.bin')).equals(Buffer.alloc(500, 3)));
          assert.equal((await bytesOf(id, 'stream.bin')).length, 3_000_000);
        });

        for (const [does, error] of [
          ['return, and the file fails', 'the source went away'],
          ['throw', 'thrown while attaching'],
          ['too many', 'An item can have at most 100 files.'],
          // Its stream has no end.
          ['return early', 'The attempt took longer than 2 s.'],
        ] as const) {
          test(`${type}: ${does}: the item fails, and nothing is left`, async () => {
            const task = await endedTask(own, type, does);
            assert.deepEqual([task.status, task.error?.message], ['failed', error]);
            await nothingLeft(task.id);
          });
        }

        test(`${type}: nothing is left after a cancel`, async () => {
          const id = await create(type, 'go on');
          await waitFor(() => isLeft(id));
          await own.services.tasks.cancel(own.actor, id);
          await waitFor(async () => (await own.services.tasks.get(own.actor, id)).status === 'cancelled');
          await nothingLeft(id);
        });
      }

      test('nothing is left of items that a stopping worker hands back', async () => {
        const ids = await Promise.all(
          ['unattended', 'inline-unattended'].map((type) => create(type, 'go on')),
        );
        for (const id of ids) await waitFor(() => isLeft(id));
        await worker.stop(0);
        for (const id of ids) {
          assert.equal(await isLeft(id), false);
          assert.equal((await own.data.database.tasks.get(id))?.slots[0]?.state, 'queued');
          await own.services.tasks.cancel(own.actor, id);
        }
      });
    });
  });
}

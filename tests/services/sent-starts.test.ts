/** New tasks of one item go straight to a worker with an idle place: what then is as it would be after any other claim. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Redis } from 'ioredis';
import type { Task } from '../../src/data/contracts/index.ts';
import { newTask } from '../../src/services/engine/task-changes.ts';
import { isFinal } from '../../src/services/engine/task-states.ts';
import type { TaskDetail } from '../../src/services/tasks/task-views.ts';
import { type Engine, openEngine } from '../support/engine.ts';
import { startRedis } from '../support/redis.ts';
import { requireService } from '../support/services.ts';
import { sharedMongod } from '../support/shared-mongod.ts';
import { waitFor } from '../support/wait-for.ts';

if (requireService('mongodb') && requireService('redis')) {
  describe('tasks that start with their creation', () => {
    let stop = async () => {};
    let redis_url: string;
    let web: Engine;
    let other: Engine;
    before(async () => {
      const [mongod, redis] = await Promise.all([sharedMongod.open(), startRedis()]);
      const servers = [mongod, redis];
      const env = { MONGODB_URL: mongod.url, REDIS_URL: redis.url, SECRET_KEY: 'a secret of both of them' };
      redis_url = redis.url;
      stop = async () => {
        await Promise.all([web, other].map((one) => one?.stop()));
        await Promise.all(servers.map((one) => one.stop()));
      };
      web = await openEngine(undefined, env);
      other = await openEngine(undefined, env);
    });
    after(() => stop());

    const wait = async (seconds: number) =>
      (await web.services.tasks.create(web.actor, { type: 'wait', params: { seconds } })).task;
    const stored = (id: string) => web.data.database.tasks.get(id);
    /** A task that was given to a worker when it was created, and what was stored then. */
    async function started(seconds: number): Promise<{ task: TaskDetail; there: Task }> {
      const found: { task: TaskDetail; there: Task }[] = [];
      await waitFor(async () => {
        const task = await wait(seconds);
        const there = await stored(task.id);
        if (there?.revision === 2 && there.slots[0]?.sent) found.push({ task, there });
        else await web.services.tasks.cancel(web.actor, task.id);
        return found.length > 0;
      });
      return found[0] as { task: TaskDetail; there: Task };
    }
    async function ended(id: string): Promise<Task> {
      await waitFor(async () => isFinal((await stored(id))?.status ?? 'pending'));
      return (await stored(id)) as Task;
    }

    test('they are claimed, run, are cancelled, and queue once the worker is gone', async () => {
      const worker = await other.startWorker(4);
      const { task, there } = await started(600);
      assert.deepEqual(
        [task.status, there.status, there.running, there.slots[0]?.attempt, there.revision],
        ['pending', 'processing', 1, 1, 2],
      );
      assert.ok(await waitFor(() => worker.running === 1));
      await web.services.tasks.cancel(web.actor, task.id);
      const cancelled = await ended(task.id);
      assert.deepEqual([cancelled.status, cancelled.cancelled_items], ['cancelled', 1]);

      const done = await ended((await started(0)).task.id);
      assert.deepEqual(
        [done.status, done.completed_items, done.progress, done.running],
        ['completed', 1, 100, 0],
      );

      const kept = await started(600);
      await waitFor(() => worker.running === 1);
      await worker.stop(0);
      const queued = await stored(kept.task.id);
      assert.deepEqual(
        queued?.slots.map(({ state, sent, deaths }) => ({ state, sent, deaths })),
        [{ state: 'queued', sent: undefined, deaths: 0 }],
      );
      const late = await wait(600);
      assert.equal((await stored(late.id))?.status, 'pending');
      const next = await other.startWorker(4);
      await waitFor(() => next.running === 2);
      for (const { id } of [kept.task, late]) await web.services.tasks.cancel(web.actor, id);
      for (const { id } of [kept.task, late]) await ended(id);
      await next.stop(0);
    });

    test('a draining worker, and one that knows of a pause, queue what they are sent', async () => {
      const worker = await other.startWorker(4);
      await started(0);
      // The message about the pause has not reached the web process.
      await web.data.database.typePauses.pause({ type: 'wait', paused_at: '', paused_by: null });
      await other.pauses.refresh();
      const paused = await started(600);
      const isQueued = async (id: string) => (await stored(id))?.slots[0]?.state === 'queued';
      await waitFor(() => isQueued(paused.task.id));
      await web.data.database.typePauses.resume('wait');
      await other.pauses.refresh();
      await web.services.tasks.cancel(web.actor, paused.task.id);

      worker.drain();
      const late: string[] = [];
      await waitFor(async () => {
        late.push((await wait(600)).id);
        return !(await stored(late.at(-1) as string))?.slots[0]?.sent;
      });
      // What was paused may have been taken between its release and its cancellation, and then ends a moment later. The late ones last for long.
      await waitFor(() => worker.running === 0);
      await worker.stop(0);
      for (const id of late) await web.services.tasks.cancel(web.actor, id);
    });

    test('what was not sent by one of the processes runs nowhere', async () => {
      const items = [{ item: { task: { id: 'x' }, index: 0, attempt: 1 }, params: '{}' }];
      const batch = JSON.stringify({ worker_id: 'w', items });
      for (const message of ['', 'x', batch, `x ${batch}`])
        assert.equal(other.remote_places.read(message), null);
    });

    test('a task that is taken back leaves its place to the next', async () => {
      const worker = await other.startWorker(1);
      const { task } = await started(0);
      await ended(task.id);
      const { id, type, type_version, name, owner_id, created_at } = (await stored(task.id)) as Task;
      const head = { id, type, type_version, name, owner_id, created_at, summary: null, priority: 5 };
      const again = newTask({
        ...{ ...head, concurrency: 1, shared: false, total_items: 1 },
        ...{ parent_id: null, request_id: null, trace: null },
      });
      // Nothing is stored under the same id, and nothing runs; the only place goes to the next one, again and again.
      for (let times = 0; times < 3; times += 1) {
        assert.equal((await web.engine.createAndStart(again, {})).created, false);
        await ended((await started(0)).task.id);
      }
      await worker.stop(0);
    });

    test('a task whose sender died before it sent it is found in the store', async () => {
      const worker = await other.startWorker(4);
      await ended((await started(0)).task.id);
      const { remote_places } = web;
      const unsent: object[] = [];
      web.direct.use({
        async take(...asked) {
          const place = await remote_places.take(...asked);
          return place && { ...place, start: () => void unsent.push(place) };
        },
      });
      const { task } = await started(0);
      assert.ok(unsent.length > 0);
      // Sooner than it would miss it: its line is cut, so anything may be lost.
      const redis = new Redis(redis_url);
      await redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
      redis.disconnect();
      const done = await ended(task.id);
      web.direct.use(remote_places);
      assert.deepEqual([done.status, done.completed_items], ['completed', 1]);
      await worker.stop(0);
    });

    test('turns that another program has made up are deleted once they find nothing', async () => {
      const owner_id = web.actor.id;
      const redis = new Redis(redis_url);
      const [key = ''] = await redis
        .keys('*:queue:turns:counts')
        .then((keys) => (keys.length > 0 ? keys : ['backend2:queue:turns:counts']));
      await redis.hset(key, owner_id, 50_000_000);
      await redis.rpush(key.replace(/counts$/, 'round'), owner_id);
      assert.equal(await web.data.queue.waiting(), 50_000_000);
      const worker = await other.startWorker(16);
      await waitFor(async () => (await web.data.queue.waiting()) === 0);
      await ended((await wait(0)).id);
      await worker.stop(0);
      redis.disconnect();
    });
  });
}

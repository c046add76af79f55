/** What only the SQLite engine promises: group commit, survival of a kill, what it refuses to open. */
import assert from 'node:assert/strict';
import { chmodSync, existsSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import type { Worker } from 'node:worker_threads';
import { type Session, Unavailable } from '../../src/data/contracts/index.ts';
import { isUnavailable } from '../../src/data/sqlite/sqlite-errors.ts';
import { databaseEngines, engineOf } from '../../src/processes/engines.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { anItem, aSession, aTask, aUser } from './samples.ts';
import { server, withServer, writingChild } from './sqlite-servers.ts';
import { aDelivery, aWebhook } from './webhooks-contract.ts';

describe('a full disk', () => {
  const skip = existsSync('/dev/full') ? false : 'only Linux has a /dev/full';
  it('fails the trial although the row of the trial still fits into the database', { skip }, async () => {
    await withServer(async (database, folder) => {
      symlinkSync('/dev/full', join(folder, '.probe'));
      await assert.rejects(
        database.probe(),
        (error) =>
          error instanceof Unavailable &&
          /^the disk of DATA_DIR is full/.test((error.cause as Error).message),
      );
      assert.equal(existsSync(join(folder, '.probe')), false);
      await database.probe();
    });
  });
});

describe('the end of items', () => {
  it('is one write of the task and the outcomes, and none of another revision or of an outcome that does not stand', async () => {
    await withServer(async ({ tasks, items }) => {
      const task = aTask({ total_items: 2 });
      await tasks.create(task, {});
      const rows = [0, 1].map((index) => anItem({ task_id: task.id, index, attempt: 1 }));
      const save = (revision: number) =>
        tasks.saveWithItems?.({ ...task, completed_items: revision, revision: revision + 1 }, revision, rows);
      assert.equal(await save(2), false);
      assert.equal(await items.get(task.id, 0), null);
      assert.equal(await save(1), true);
      assert.deepEqual(
        (await items.page(task.id, 0, 9)).map(({ index }) => index),
        [0, 1],
      );
      assert.equal(await save(2), 'refused');
      const stored = await tasks.get(task.id);
      assert.deepEqual([stored?.completed_items, stored?.revision], [1, 2]);
    });
  });
});

describe('the deliveries of a deleted webhook', () => {
  it('go in several writes, between which others get their turn', async () => {
    await withServer(async ({ webhooks }) => {
      const hook = aWebhook();
      await webhooks.create(hook, 9);
      const list = Array.from({ length: 1_600 }, () => aDelivery({ webhook_id: hook.id }));
      await webhooks.addDeliveries(list);
      const seen = new Set<number>();
      const deleted = webhooks.delete(hook.id);
      for (let going = true; going; ) {
        seen.add(await webhooks.countPending(hook.id, list.length));
        going = await Promise.race([
          deleted.then(() => false),
          new Promise<true>((go) => setImmediate(go, true)),
        ]);
      }
      assert.ok(
        [...seen].some((count) => count > 0 && count < list.length),
        `seen: ${[...seen]}`,
      );
      assert.equal(await webhooks.countPending(hook.id, 1), 0);
    });
  });
});

describe('group commit', () => {
  it('fails the one that fails and keeps its neighbours', async () => {
    await withServer(async (database) => {
      const session = aSession();
      const tasks = [aTask(), aTask(), aTask()];
      const outcomes = await Promise.allSettled([
        database.tasks.create(tasks[0] as (typeof tasks)[0], {}),
        database.sessions.create(session),
        database.sessions.create(session),
        database.tasks.create(tasks[1] as (typeof tasks)[0], {}),
        database.sessions.create({ ...aSession(), user_id: null } as unknown as Session), // what the table refuses
        database.tasks.create(tasks[2] as (typeof tasks)[0], {}),
      ]);
      const statuses = outcomes.map(({ status }) => status === 'fulfilled');
      assert.deepEqual(statuses, [true, true, false, true, false, true]);
      assert.equal((await database.tasks.getMany(tasks.map(({ id }) => id))).length, 3);
      assert.equal((await database.tasks.page({ words: ['task'], limit: 10 })).tasks.length, 3);
    });
  });

  it('fails alone what cannot travel to the thread', async () => {
    await withServer(async (database) => {
      const [a, b] = [aSession(), aSession()];
      const outcomes = await Promise.allSettled([
        database.sessions.create(a),
        database.sessions.create({ ...aSession(), ip: () => 'x' } as unknown as Session), // what no thread takes
        database.sessions.rotate(a.id, 1, a.rotated_at, a.expires_at),
        database.sessions.rotate(b.id, 1, b.rotated_at, b.expires_at),
      ]);
      assert.deepEqual(
        outcomes.map((one) => (one.status === 'fulfilled' ? one.value : 'failed')),
        [[], 'failed', true, false],
      );
    });
  });

  it('begins with many writes before the turn of the event loop that makes them is over', async () => {
    const threads: Worker[] = [];
    const remember = (thread: Worker) => threads.push(thread);
    process.on('worker', remember);
    await withServer(async (database) => {
      process.off('worker', remember);
      const thread = threads[0] as Worker;
      const sent: number[] = [];
      const post = thread.postMessage.bind(thread);
      thread.postMessage = (message: unknown[]) => {
        sent.push(message.length);
        post(message);
      };
      const sessions = Array.from({ length: 40 }, aSession);
      // Fails alone in this case, too.
      const odd = { ...aSession(), ip: () => 'x' } as unknown as Session; // what no thread takes
      const writes = sessions.map((one, at) => database.sessions.create(at === 3 ? odd : one));
      assert.deepEqual(sent, [16, ...Array(16).fill(1)]);
      const outcomes = await Promise.allSettled(writes);
      assert.deepEqual(
        outcomes.flatMap(({ status }, at) => (status === 'rejected' ? [at] : [])),
        [3],
      );
      assert.deepEqual(sent.slice(17), [24]);
      const stored = await Promise.all(sessions.map(({ id }) => database.sessions.get(id)));
      assert.equal(stored.filter((one) => one !== null).length, 39);
    });
  });

  it('finishes what was asked for before it closes, and nothing after', async () => {
    const folder = await tempFolder();
    const database = await server(folder);
    const tasks = Array.from({ length: 500 }, () => aTask());
    const created = tasks.map((task) => database.tasks.create(task, {}));
    await Promise.all([database.close(), database.close()]);
    assert.ok((await Promise.all(created)).every(Boolean));
    await assert.rejects(database.tasks.create(aTask(), {}), Unavailable);
    await assert.rejects(database.tasks.get((tasks[0] as (typeof tasks)[0]).id), Unavailable);
    await assert.rejects(database.ping(), Unavailable);
    const again = await server(folder);
    assert.deepEqual(await again.tasks.count({}, 1000), { count: 500, complete: true });
    await again.close();
  });

  it('rejects what waits when the thread dies, and goes on with a new one', async () => {
    const folder = await tempFolder();
    const threads: Worker[] = [];
    const remember = (thread: Worker) => threads.push(thread);
    process.on('worker', remember);
    const database = await server(folder);
    try {
      const writes = Array.from({ length: 200 }, () => database.tasks.create(aTask(), {}));
      const outcomes = Promise.allSettled(writes);
      await threads[0]?.terminate();
      for (const outcome of await outcomes) {
        if (outcome.status === 'rejected') assert.ok(outcome.reason instanceof Unavailable);
      }
      const task = aTask();
      assert.equal(await database.tasks.create(task, {}), true);
      assert.equal((await database.tasks.get(task.id))?.id, task.id);
    } finally {
      process.off('worker', remember);
      await database.close();
    }
  });

  it('tells a full disk from a mistake', () => {
    assert.ok(isUnavailable({ errcode: 13 }));
    assert.ok(isUnavailable({ errcode: 10 | (3 << 8) }));
    assert.ok(!isUnavailable({ errcode: 19 }));
    assert.ok(!isUnavailable(new Error('other')));
  });
});

describe('survival', () => {
  it('keeps everything acknowledged when the process is killed while it writes', async () => {
    const folder = await tempFolder();
    for (let round = 0; round < 3; round += 1) {
      const writing = writingChild(folder);
      const acknowledged: string[] = [];
      createInterface(writing.stdout).on('line', (id) => acknowledged.push(id));
      await waitFor(() => acknowledged.length > 300);
      writing.kill('SIGKILL');
      await writing.closed;
      // The last line may have been cut short by the kill.
      const ids = acknowledged.filter((id) => id.length === 36);
      const database = await server(folder);
      assert.equal((await database.tasks.getMany(ids)).length, ids.length);
      const check = new DatabaseSync(join(folder, 'backend2.db'), { readOnly: true });
      assert.equal(check.prepare('PRAGMA integrity_check').get()?.integrity_check, 'ok');
      check.close();
      await database.close();
    }
  });

  it('makes its folder and files readable by their owner alone', {
    skip: process.platform === 'win32',
  }, async () => {
    const folder = join(await tempFolder(), 'new', 'data');
    const database = await server(folder);
    await database.users.create(aUser());
    assert.equal(statSync(folder).mode & 0o777, 0o700);
    for (const name of ['backend2.db', 'backend2.db-wal', 'lock.db']) {
      assert.equal(statSync(join(folder, name)).mode & 0o777, 0o600, name);
    }
    await database.close();
  });

  it('warns of a folder that others can look into', { skip: process.platform === 'win32' }, async () => {
    const folder = await tempFolder();
    const said: string[] = [];
    const options = { db_name: '', serving: true, on_wait: (line: string) => said.push(line) };
    const url = `file:${folder}`;
    await (await engineOf(databaseEngines, url).open(url, options)).close();
    assert.deepEqual(said, []);
    chmodSync(folder, 0o755);
    await (await engineOf(databaseEngines, url).open(url, options)).close();
    assert.match(said.join(), /open to other users of this machine \(mode 755\)/);
    const found: string[] = [];
    await engineOf(databaseEngines, url).inspect(url, '', [], ({ level, text }) =>
      found.push(`${level} ${text}`),
    );
    assert.ok(found.some((line) => /^warning DATA_DIR .* open to other/.test(line)));
  });

  it('refuses a database of a newer version and leaves it as it is', async () => {
    const folder = await tempFolder();
    await (await server(folder)).close();
    const file = join(folder, 'backend2.db');
    const raw = new DatabaseSync(file);
    const known = raw.prepare('PRAGMA user_version').get()?.user_version;
    raw.exec('PRAGMA user_version = 999');
    raw.close();
    await assert.rejects(server(folder), (error: Error) => {
      assert.match(error.message, /999/);
      return error.message.includes(folder);
    });
    const after = new DatabaseSync(file);
    assert.equal(after.prepare('PRAGMA user_version').get()?.user_version, 999);
    after.exec(`PRAGMA user_version = ${known}`);
    after.close();
    await (await server(folder)).close();
  });

  it('shows a damaged JSON column as empty instead of failing the list', async () => {
    await withServer(async (database, folder) => {
      const [good, bad] = [aTask(), aTask()];
      await database.tasks.create(good, {});
      await database.tasks.create(bad, {});
      const raw = new DatabaseSync(join(folder, 'backend2.db'), { timeout: 2_000 });
      raw.prepare("UPDATE tasks SET slots = '{' WHERE id = ?").run(bad.id);
      raw.close();
      const { tasks: found } = await database.tasks.page({ limit: 10 });
      assert.deepEqual(
        found.map((task) => task.slots.length),
        [0, 1],
      );
    });
  });
});

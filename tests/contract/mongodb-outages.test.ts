import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Database, type FileStore, Unavailable } from '../../src/data/contracts/index.ts';
import { openGridfs } from '../../src/data/mongodb/open-gridfs.ts';
import { openMongo } from '../../src/data/mongodb/open-mongo.ts';
import { freePort } from '../support/free-port.ts';
import { type Mongod, startMongod } from '../support/mongod.ts';
import { requireService } from '../support/services.ts';
import { waitFor } from '../support/wait-for.ts';
import { anItem, aSession, aTask, aUser, nextId } from './samples.ts';

/** Four seconds, and more for a machine that has other things to do; the driver itself waits for half a minute. */
const QUICKLY_MS = 25_000;

/** Calls of every store, each refused as `Unavailable` within the limit. */
async function allUnavailable(database: Database, files: FileStore): Promise<void> {
  const task = aTask();
  const calls: [string, () => Promise<unknown>][] = [
    ['ping', () => database.ping()],
    ['tasks.create', () => database.tasks.create(task, {})],
    ['tasks.save', () => database.tasks.save(task, 1)],
    ['tasks.page', () => database.tasks.page({ visible_to: nextId(), limit: 10 })],
    ['tasks.count', () => database.tasks.count({}, 10)],
    ['items.put', () => database.items.put([anItem()])],
    ['users.create', () => database.users.create(aUser())],
    ['users.get', () => database.users.get(nextId())],
    ['sessions.create', () => database.sessions.create(aSession())],
    ['workers.renew', () => database.workers.renew(nextId(), 1_000)],
    ['schedules.claimFiring', () => database.schedules.claimFiring('a', nextId())],
    ['keepSecret', () => database.keepSecret('a')],
    ['files.open', () => files.open({ task_id: nextId(), index: 0, attempt: 1, name: 'a' })],
  ];
  await Promise.all(
    calls.map(async ([name, call]) => {
      const begun = performance.now();
      await assert.rejects(call(), (error) => error instanceof Unavailable, name);
      const took = Math.round(performance.now() - begun);
      assert.ok(took < QUICKLY_MS, `${name} took ${took} ms`);
    }),
  );
}

if (requireService('mongodb')) {
  describe('MongoDB that is not there at the start', () => {
    it('is waited for with a clear line, then given up, without a word of the credentials', async () => {
      const lines: string[] = [];
      const port = await freePort();
      const url = `mongodb://someone:pass-word@127.0.0.1:${port}/?authSource=admin`;
      const begun = performance.now();
      await assert.rejects(
        openMongo(url, 'outage', { wait_ms: 3_000, on_wait: (line) => lines.push(line) }),
        (error: Error) => {
          assert.ok(error instanceof Unavailable);
          assert.match(error.message, /MongoDB at 127\.0\.0\.1:\d+ .*cannot be reached/);
          assert.doesNotMatch(`${error.stack} ${JSON.stringify(error)}`, /pass-word|someone/);
          return true;
        },
      );
      assert.ok(performance.now() - begun < 20_000);
      assert.ok(lines.length >= 1);
      assert.match(
        lines[0] ?? '',
        /^MongoDB at 127\.0\.0\.1:\d+ cannot be reached yet \(.*\); trying for another \d+ s$/,
      );
      assert.doesNotMatch(lines.join(), /pass-word|someone/);
    });

    it('refuses a URL that is none, without printing it', async () => {
      for (const url of [
        'mongodb://a:pass-word@',
        'http://a:pass-word@host/',
        'mongodb://a:pass-word@h:x/',
      ]) {
        await assert.rejects(openMongo(url, 'outage', { wait_ms: 100 }), (error: Error) => {
          assert.match(error.message, /MONGODB_URL is not a MongoDB URL/);
          assert.doesNotMatch(`${error.stack}`, /pass-word/);
          return true;
        });
      }
    });
  });

  for (const replica_set of [false, true]) {
    describe(`MongoDB lost while running (${replica_set ? 'replica set' : 'standalone'})`, () => {
      let server: Mongod;
      let database: Database;
      let files: FileStore;
      before(async () => {
        server = await startMongod({ replica_set });
        database = await openMongo(server.url, 'outage');
        files = await openGridfs(server.url, 'outage');
      });
      after(async () => {
        await files?.close();
        await database?.close();
        await server?.stop();
      });

      it('answers nothing (SIGSTOP): every call fails quickly, and works again after SIGCONT', async () => {
        const task = aTask();
        await database.tasks.create(task, {});
        await server.pause();
        try {
          await allUnavailable(database, files);
          // Once it is known to be away, sooner still.
          await allUnavailable(database, files);
        } finally {
          server.continue();
        }
        await waitFor(() => database.ping().then(() => true), { what: 'MongoDB to be back' });
        assert.deepEqual((await database.tasks.get(task.id))?.id, task.id);
        assert.equal(await database.tasks.save({ ...task, revision: 2 }, 1), true);
      });

      it('killed and started again on its data: it is used as soon as it is there, and nothing acknowledged is lost', async () => {
        const tasks = Array.from({ length: 200 }, () => aTask());
        const kept: string[] = [];
        let writing = true;
        const writers = tasks.map(async (task, at) => {
          for (let revision = 1; writing; ) {
            try {
              if (revision === 1 ? await database.tasks.create(task, { at }) : true) kept.push(task.id);
              return;
            } catch (error) {
              assert.ok(error instanceof Unavailable, String(error));
              // May have been applied: then the next try says that it is there.
              if (await database.tasks.get(task.id).catch(() => null)) return;
            }
          }
        });
        await waitFor(() => kept.length > 20, { what: 'some writes' });
        await server.kill();
        await allUnavailable(database, files);
        // Whoever starts meanwhile waits for it.
        const waits = Promise.withResolvers<void>();
        const opening = openMongo(server.url, 'outage', { on_wait: () => waits.resolve() });
        await waits.promise;
        const [opened] = await Promise.all([opening, server.restart()]);
        await opened.close();
        await waitFor(() => database.ping().then(() => true), { what: 'MongoDB to be back' });
        writing = false;
        await Promise.all(writers);
        const there = await database.tasks.getMany(kept);
        assert.equal(there.length, new Set(kept).size);
        await files.put(
          { task_id: nextId(), index: 0, attempt: 1, name: 'a' },
          Buffer.from('x'),
          'text/plain',
        );
      });
    });
  }
}

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { MongoClient } from 'mongodb';
import { type Database, type FileStore, Refused, Unavailable } from '../../src/data/contracts/index.ts';
import { COLLECTIONS } from '../../src/data/mongodb/indexes.ts';
import { inspectMongo } from '../../src/data/mongodb/inspect-mongo.ts';
import { openGridfs } from '../../src/data/mongodb/open-gridfs.ts';
import { openMongo } from '../../src/data/mongodb/open-mongo.ts';
import { type Mongod, startMongod } from '../support/mongod.ts';
import { requireService } from '../support/services.ts';
import { anItem, aSession, aTask, aUser, nextId } from './samples.ts';

const DB = 'rights';

if (requireService('mongodb')) {
  let server: Mongod;
  let owner: MongoClient;
  let database: Database;
  let files: FileStore;
  const roles = [{ role: 'readWrite', db: DB }];
  const admin = (command: Record<string, unknown>) => owner.db('admin').command(command);

  before(async () => {
    server = await startMongod({ sign_in: true });
    owner = await new MongoClient(server.url, { auth: { username: 'owner', password: 'sesame' } }).connect();
    await admin({ createUser: 'app', pwd: 'a-word', roles });
    const url = `${server.url.replace('//', '//app:a-word@')}?authSource=admin`;
    database = await openMongo(url, DB);
    files = await openGridfs(url, DB);
  });
  after(async () => {
    await files?.close();
    await database?.close();
    await owner?.close();
    await server?.stop();
  });

  test('rights that are taken away are an outage that names them, and end when they are given back', async () => {
    const calls: Record<string, () => Promise<unknown>> = {
      'tasks.create': () => database.tasks.create(aTask(), {}),
      'tasks.save': () => database.tasks.save(aTask(), 1),
      'tasks.page': () => database.tasks.page({ limit: 10 }),
      'items.put': () => database.items.put([anItem()]),
      'users.create': () => database.users.create(aUser({ hashed_password: 'of-the-user' })),
      'sessions.create': () => database.sessions.create(aSession()),
      'workers.renew': () => database.workers.renew(nextId(), 1_000),
      'files.put': () =>
        files.put({ task_id: nextId(), index: 0, attempt: 1, name: 'a' }, Buffer.from('a'), 'text/plain'),
      'files.open': () => files.open({ task_id: nextId(), index: 0, attempt: 1, name: 'a' }),
      'files.probe': () => files.probe(),
    };
    await admin({ revokeRolesFromUser: 'app', roles });
    for (const [name, call] of Object.entries(calls))
      await assert.rejects(call(), (error: Error) => {
        assert.ok(error instanceof Unavailable, `${name}: ${error}`);
        assert.match(
          `${error.cause}`,
          /^Error: MongoDB does not allow its user to use the database rights \(\w+ in [\w.]+\); give the user the role readWrite on rights$/,
        );
        return true;
      });
    await admin({ grantRolesToUser: 'app', roles });
    for (const [name, call] of Object.entries(calls)) await assert.doesNotReject(call(), name);
  });

  test('a user who may not do what is needed is refused in one line, which names the right', async () => {
    const { host } = new URL(server.url);
    const refusal = (user: string) =>
      openMongo(`mongodb://${user}${host}/?authSource=admin`, 'wanted', { wait_ms: 0 }).then(
        () => assert.fail('it was opened'),
        (error: Error) => {
          assert.ok(error instanceof Refused);
          return error.message;
        },
      );
    assert.match(
      await refusal('reader:sesame@'),
      /^MongoDB at [\d.:]+ does not allow its user to use the database wanted \(\w+ in \w+\); give the user the role readWrite on wanted$/,
    );
    assert.match(
      await refusal(''),
      /^MongoDB at [\d.:]+ wants a sign-in.*; put a user and its password into MONGODB_URL$/,
    );
    assert.match(
      await refusal('reader:wrong@'),
      /^MongoDB at [\d.:]+ refuses the user or password of MONGODB_URL; correct them, or name .* authSource$/,
    );
  });

  const actions = ['find', 'insert', 'update', 'remove'];
  const others = [
    'createIndex',
    'createCollection',
    'listCollections',
    'listIndexes',
    'dropCollection',
    'collMod',
  ];
  const url = () => `${server.url.replace('//', '//few:a-word@')}?authSource=admin`;

  /** A user who may do all but one thing: everywhere, or in one collection. */
  async function userWithout(action: string, collection?: string): Promise<void> {
    const all = [...actions, ...others];
    const less = { resource: { db: 'few', collection: '' }, actions: all.filter((one) => one !== action) };
    const rest = Object.values(COLLECTIONS)
      .filter((name) => collection !== undefined && name !== collection)
      .map((name) => ({ resource: { db: 'few', collection: name }, actions: [action] }));
    await admin({ dropUser: 'few' }).catch(() => {});
    await admin({ dropRole: 'less' }).catch(() => {});
    await admin({ createRole: 'less', privileges: [less, ...rest], roles: [] });
    await admin({ createUser: 'few', pwd: 'a-word', roles: ['less'] });
  }

  test('a missing right is named with its command and collection before and when something fails', async () => {
    for (const [action, collection, command] of [
      ['insert', undefined, 'insert'],
      ['insert', 'secrets', 'insert'],
      ['update', undefined, 'update'],
      ['remove', undefined, null],
      ['remove', 'files.chunks', null],
      ['find', 'users', null],
    ] as [string, string | undefined, string | null][]) {
      await owner.db('few').dropDatabase();
      await userWithout(action, collection);
      const lines: string[] = [];
      const about = `${action} ${collection}`;
      const opened = await openMongo(url(), 'few', { wait_ms: 0, on_wait: (line) => lines.push(line) }).catch(
        (error: Error) => error,
      );
      if (opened instanceof Error) {
        assert.ok(opened instanceof Refused, about);
        assert.match(
          opened.message,
          /does not allow its user to use the database few \(\w+ in \w+\); give/,
          about,
        );
        continue;
      }
      const missing = `missing: ${collection ? `${action} in ${collection}` : action}`;
      const said = `does not allow its user everything in the database few (${missing}); give the user the role readWrite on few`;
      assert.ok(lines.length === 1 && lines[0]?.endsWith(said), `${about}: ${lines}`);
      const failure = await opened.keepSecret?.('a'.repeat(32)).then(
        () => null,
        (error: Error) => error,
      );
      if (command === 'insert' && failure)
        assert.match(
          failure.message,
          /^MongoDB does not allow its user to use the database few \(insert in secrets\); give the user the role/,
          about,
        );
      const report = await inspectMongo(url(), 'few', [], 3_000).catch((error: Error) => error);
      if (!(report instanceof Error)) assert.equal(report.missing_rights, said, about);
      await opened.close();
    }
  });

  test('a user with the role readWrite lacks no right', async () => {
    const lines: string[] = [];
    const full = await openMongo(`${server.url.replace('//', '//app:a-word@')}?authSource=admin`, DB, {
      on_wait: (line) => lines.push(line),
    });
    await full.close();
    assert.deepEqual(lines, []);
  });
}

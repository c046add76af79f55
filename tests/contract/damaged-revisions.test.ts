/** What repairs, scripts and people leave of the number of saves: the first save repairs it, and every other one fails. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { test } from 'node:test';
import { type Document, Long, MongoClient } from 'mongodb';
import type { Database, User } from '../../src/data/contracts/index.ts';
import { openMongo } from '../../src/data/mongodb/open-mongo.ts';
import { startMongod } from '../support/mongod.ts';
import { requireService } from '../support/services.ts';
import { aSchedule, aTask, aUser } from './samples.ts';
import { withServer } from './sqlite-servers.ts';
import { aWebhook } from './webhooks-contract.ts';

interface Saved {
  id: string;
  revision: number;
}

interface Store {
  /** Where the number is stored, if it has another name. */
  field?: string;
  make(database: Database): Promise<Saved>;
  get(database: Database, id: string): Promise<Saved | null>;
  /** `saved`: what `get` read, with another revision. */
  save(database: Database, saved: never, expected: number): Promise<boolean>;
}

const stores: Record<string, Store> = {
  tasks: {
    async make({ tasks }) {
      const task = aTask();
      await tasks.create(task, {});
      return task;
    },
    get: ({ tasks }, id) => tasks.get(id),
    save: ({ tasks }, task, expected) => tasks.save(task, expected),
  },
  schedules: {
    async make({ schedules }) {
      const schedule = aSchedule();
      await schedules.create(schedule);
      return schedule;
    },
    get: ({ schedules }, id) => schedules.get(id),
    save: ({ schedules }, schedule, expected) => schedules.save(schedule, expected),
  },
  webhooks: {
    async make({ webhooks }) {
      const webhook = aWebhook();
      await webhooks.create(webhook, 100);
      return webhook;
    },
    get: ({ webhooks }, id) => webhooks.get(id),
    save: ({ webhooks }, webhook, expected) => webhooks.save(webhook, expected),
  },
  users: {
    field: 'version',
    async make({ users }) {
      const user = aUser({ version: 7 });
      await users.create(user);
      return { id: user.id, revision: user.version };
    },
    async get({ users }, id) {
      const user = await users.get(id);
      return user && { ...user, revision: user.version };
    },
    async save({ users }, user: User & Saved, expected) {
      const { revision: version, ...rest } = user;
      const stored = (await users.get(user.id)) as User;
      return (await users.save({ ...stored, ...rest, version }, expected)) === 'ok';
    },
  },
};

const fieldOf = (name: string): string => stores[name]?.field ?? 'revision';

async function isRepaired(
  database: Database,
  name: string,
  values: readonly unknown[],
  damage: (id: string, value: unknown) => unknown,
): Promise<void> {
  const { make, get, save } = stores[name] as Store;
  for (const value of values) {
    const { id } = await make(database);
    const sound = await make(database);
    await damage(id, value);
    const saveAfter = async (of: Saved, expected: number) => {
      const next = { ...of, revision: expected + 1 } as Saved;
      return save(database, next as never, expected); // Each store saves what it read itself.
    };
    const read = (await get(database, id)) ?? assert.fail(`${value}`);
    assert.equal(await saveAfter(sound, 0), false);
    assert.equal(await saveAfter(read, read.revision), true, `${name}: ${value} is read as ${read.revision}`);
    assert.equal(await saveAfter(read, read.revision), false);
    assert.equal((await get(database, id))?.revision, read.revision + 1);
    assert.equal(await saveAfter(read, read.revision + 1), true);
  }
}

/** Each sign-in changes the version, too. */
async function signsInRepaired(
  database: Database,
  values: readonly unknown[],
  damage: (id: string, value: unknown) => unknown,
): Promise<void> {
  const { users } = database;
  for (const value of values) {
    const user = aUser();
    await users.create(user);
    await damage(user.id, value);
    assert.equal((await users.get(user.id))?.version, 1);
    assert.equal(await users.signedIn(user.id, '2026-01-01T00:00:00.000Z', []), 2, `${value}`);
    assert.equal((await users.get(user.id))?.version, 2);
  }
}

for (const name of Object.keys(stores)) {
  test(`SQLite: a damaged revision of ${name}`, async () => {
    await withServer(async (database, folder) => {
      const raw = new DatabaseSync(join(folder, 'backend2.db'), { timeout: 2_000 });
      const set = raw.prepare(`UPDATE ${name} SET ${fieldOf(name)} = ? WHERE id = ?`);
      // The columns take no other values.
      const values = [-1, 0, 2n ** 53n, -(2n ** 60n)];
      const damage = (id: string, value: unknown) => set.run(value as SQLInputValue, id);
      await isRepaired(database, name, values, damage);
      if (name === 'users') await signsInRepaired(database, values, damage);
      raw.close();
    });
  });
}

if (requireService('mongodb')) {
  test('MongoDB: damaged revisions', async () => {
    const server = await startMongod();
    const client = await new MongoClient(server.url).connect();
    const database = await openMongo(server.url, 'revisions');
    try {
      const values = [undefined, 'x', null, Number.NaN, {}, [1], Long.fromString('9007199254740993')];
      for (const name of Object.keys(stores)) {
        const documents = client.db('revisions').collection<Document & { _id: string }>(name);
        const field = fieldOf(name);
        const damage = (_id: string, value: unknown) =>
          documents.updateOne(
            { _id },
            value === undefined ? { $unset: { [field]: '' } } : { $set: { [field]: value } },
          );
        // 0 is the version of an account that was deleted.
        await isRepaired(database, name, name === 'users' ? [...values, -1, 0] : values, damage);
        if (name === 'users') await signsInRepaired(database, values, damage);
      }
    } finally {
      await database.close();
      await client.close();
      await server.stop();
    }
  });
}

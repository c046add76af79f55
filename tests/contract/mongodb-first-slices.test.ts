import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { MongoClient } from 'mongodb';
import { DURABLE } from '../../src/data/mongodb/connect-mongo.ts';
import { openMongo } from '../../src/data/mongodb/open-mongo.ts';
import { MongoTaskStore } from '../../src/data/mongodb/stores/tasks.ts';
import { requireService } from '../support/services.ts';
import { type SharedServer, sharedMongod } from '../support/shared-mongod.ts';
import { aTask, nextId } from './samples.ts';

/** Each scope of a first page examines 10 tasks. */
const LIMITS = { complete: 10, rare: 3, few: 3, first: 20, slice: 10, page: 40 };

if (requireService('mongodb')) {
  let server: SharedServer;
  let client: MongoClient;
  before(async () => {
    server = await sharedMongod.open();
    client = await new MongoClient(server.url, { monitorCommands: true }).connect();
    await (await openMongo(server.url, 'slices')).close();
  });
  after(async () => {
    await client?.close();
    await server?.stop();
  });

  test('the first slices of own and shared tasks end together', async () => {
    const store = new MongoTaskStore(client.db('slices', DURABLE), LIMITS);
    const [ada, bob] = [nextId(), nextId()];
    // Of five tasks, four are Ada's and one is shared: the tenth of hers is newer than the tenth shared one.
    const list = Array.from({ length: 200 }, (_, n) =>
      aTask({ owner_id: n % 5 ? ada : bob, shared: n % 5 === 0, name: n % 2 ? 'green red' : 'green blue' }),
    );
    for (const task of list) await store.create(task, {});
    const query = { visible_to: ada, words: ['red', 'blue'], limit: 5 };
    const ends: unknown[] = [];
    client.on('commandStarted', ({ commandName, command }) => {
      const match = commandName === 'aggregate' && command.pipeline[0].$match;
      if (match?.terms) ends.push(match._id?.$gte);
    });
    const { tasks, searched_to, total } = await store.list(query, 1_000);
    assert.deepEqual([tasks, total], [[], { count: 0, complete: false }]);
    // The tenth newest of those of Ada that are blue, the word that leads.
    const own = list.filter(({ owner_id, name }) => owner_id === ada && name.endsWith('blue')).at(-10)?.id;
    assert.deepEqual([searched_to, ends], [own, [own, own]]);

    const found: string[] = [];
    const everything = { ...query, words: ['green', 'red'], limit: 5 };
    for (let after_id: string | undefined; ; ) {
      const page = await store.page({ ...everything, ...(after_id ? { after_id } : {}) });
      found.push(...page.tasks.map(({ id }) => id));
      after_id = page.searched_to ?? (page.tasks.length === 5 ? page.tasks.at(-1)?.id : undefined);
      if (!after_id) break;
    }
    assert.deepEqual(
      found,
      list
        .filter(({ name }) => name.endsWith('red'))
        .map(({ id }) => id)
        .reverse(),
    );
  });
}

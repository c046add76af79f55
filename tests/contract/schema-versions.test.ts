/** Databases of every released schema version open, keep what they have, and pass the contract suite. */

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, test } from 'node:test';
import { BSON, type Document, MongoClient } from 'mongodb';
import type { SearchLimits } from '../../src/data/contracts/index.ts';
import { FolderFileStore } from '../../src/data/files/folder-file-store.ts';
import { openMongo } from '../../src/data/mongodb/open-mongo.ts';
import { openSqlite } from '../../src/data/sqlite/open-sqlite.ts';
import { requireService } from '../support/services.ts';
import { type SharedServer, sharedMongod } from '../support/shared-mongod.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { databaseContract } from './database-contract.ts';
import { openEmptied } from './emptied-mongodb.ts';
import { emptied, keepsVersion1, mongoVersion1, sqliteVersion1 } from './version-1.ts';

async function sqliteFolder(): Promise<string> {
  const folder = await tempFolder();
  const path = join(folder, 'backend2.db');
  await writeFile(path, sqliteVersion1());
  // Claims of due times are kept for a day, and these were made when the database was written.
  const file = new DatabaseSync(path);
  file.prepare('UPDATE firings SET claimed_at = ?').run(Date.now());
  file.close();
  return folder;
}

keepsVersion1('a SQLite database', async () => {
  const database = await openSqlite(await sqliteFolder(), { exclusive: true });
  return { database, close: () => database.close() };
});

databaseContract(
  'SQLite, migrated',
  async (search_limits) => {
    const folder = await sqliteFolder();
    const database = await openSqlite(folder, { exclusive: true, search_limits });
    await emptied(database);
    const files = new FolderFileStore(join(folder, 'files'));
    return {
      database,
      files,
      async cleanup() {
        await database.close();
        await files.close();
      },
    };
  },
  'few',
);

if (requireService('mongodb')) {
  describe('on a MongoDB server', () => {
    let server: SharedServer;
    let made = 0;
    before(async () => {
      server = await sharedMongod.open();
    });
    after(() => server?.stop());

    async function restored(): Promise<string> {
      const name = `version_1_${++made}`;
      const client = new MongoClient(server.url);
      const dump: Record<string, { indexes: Document[]; documents: Document[] }> = BSON.EJSON.parse(
        mongoVersion1(),
        { relaxed: false },
      );
      for (const [collection, { indexes, documents }] of Object.entries(dump)) {
        const own = indexes.filter((index) => index.name !== '_id_').map(({ v, ...index }) => index);
        const target = client.db(name).collection(collection);
        if (own.length > 0) await target.createIndexes(own as Parameters<typeof target.createIndexes>[0]);
        // Claims of due times are kept for two days, and these were made when the database was written.
        const fresh = collection === 'firings' && { fired_at: new Date() };
        await target.insertMany(documents.map((one) => ({ ...one, ...fresh })));
      }
      await client.close();
      return name;
    }

    keepsVersion1('a MongoDB database', async () => {
      const database = await openMongo(server.url, await restored());
      return { database, close: () => database.close() };
    });

    test('indexes of version 2 that have other keys now are created anew', async () => {
      const client = new MongoClient(server.url);
      const db = client.db('version_2');
      await (await openMongo(server.url, 'version_2')).close();
      const tasks = db.collection('tasks');
      const wanted = await tasks.indexes();
      await tasks.dropIndex('failures');
      await tasks.createIndex({ listed: 1, _id: -1, type: 1 }, { name: 'failures' });
      await db.collection<{ _id: string }>('schema').updateOne({ _id: 'version' }, { $set: { version: 2 } });
      await (await openMongo(server.url, 'version_2')).close();
      const byName = (list: { name?: string }[]) =>
        list.toSorted((a, b) => (String(a.name) < String(b.name) ? -1 : 1));
      assert.deepEqual(byName(await tasks.indexes()), byName(wanted));
      await client.close();
    });

    let migrated: Promise<string> | null = null;
    const open = async (search_limits?: SearchLimits) => {
      migrated ??= restored();
      return openEmptied(server.url, await migrated, search_limits);
    };
    databaseContract('MongoDB, migrated', open, 'few');
  });
}

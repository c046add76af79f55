import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { MongoClient } from 'mongodb';
import { Refused } from '../../src/data/contracts/index.ts';
import { GridfsFileStore } from '../../src/data/mongodb/gridfs-file-store.ts';
import { ensureIndexes } from '../../src/data/mongodb/indexes.ts';
import { openGridfs } from '../../src/data/mongodb/open-gridfs.ts';
import { openMongo } from '../../src/data/mongodb/open-mongo.ts';
import { type Mongod, startMongod } from '../support/mongod.ts';
import { requireService } from '../support/services.ts';
import { databaseContract } from './database-contract.ts';
import { unreadFilesContract } from './unread-files-contract.ts';

if (requireService('mongodb')) {
  for (const replica_set of [false, true]) {
    describe(replica_set ? 'on a replica set' : 'on a standalone server', () => {
      let server: Mongod;
      let made = 0;
      before(async () => {
        server = await startMongod({ replica_set });
      });
      after(() => server?.stop());

      describe('files that nobody reads', () => {
        let client: MongoClient;
        before(async () => {
          client = await new MongoClient(server.url).connect();
          await ensureIndexes(client.db('unread'));
        });
        after(() => client?.close());
        unreadFilesContract(() => new GridfsFileStore(client.db('unread'), 200));
      });

      databaseContract('MongoDB', async (search_limits) => {
        const name = `contract_${++made}`;
        const database = await openMongo(server.url, name, { search_limits });
        const files = await openGridfs(server.url, name);
        const open = [database];
        return {
          database,
          files,
          async reopen() {
            await open[0]?.close();
            open.push(await openMongo(server.url, name));
            return open.at(-1) as typeof database;
          },
          async cleanup() {
            await files.close();
            for (const one of open) await one.close();
          },
        };
      });
    });
  }

  test('a user who may not do what is needed is refused in one line, which names the right', async () => {
    const server = await startMongod({ sign_in: true });
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
      /^MongoDB at [\d.:]+ does not allow its user to use the database wanted \(\w+\); give the user the role readWrite on wanted$/,
    );
    assert.match(
      await refusal(''),
      /^MongoDB at [\d.:]+ wants a sign-in.*; put a user and its password into MONGODB_URL$/,
    );
    assert.match(await refusal('reader:wrong@'), /^MongoDB at [\d.:]+ refuses: Authentication failed\.$/);
    await server.stop();
  });
}

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { MongoClient } from 'mongodb';
import { Refused } from '../../src/data/contracts/index.ts';
import { GridfsFileStore } from '../../src/data/mongodb/gridfs-file-store.ts';
import { ensureIndexes } from '../../src/data/mongodb/indexes.ts';
import { openMongo } from '../../src/data/mongodb/open-mongo.ts';
import { type Mongod, startMongod } from '../support/mongod.ts';
import { requireService } from '../support/services.ts';
import { databaseContract } from './database-contract.ts';
import { openEmptied } from './emptied-mongodb.ts';
import { unreadFilesContract } from './unread-files-contract.ts';

if (requireService('mongodb')) {
  for (const replica_set of [false, true]) {
    describe(replica_set ? 'on a replica set' : 'on a standalone server', () => {
      let server: Mongod;
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

      databaseContract('MongoDB', (search_limits) => openEmptied(server.url, 'contract', search_limits));
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

import { after, before, describe } from 'node:test';
import { MongoClient } from 'mongodb';
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
}

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Binary, MongoClient } from 'mongodb';
import { GridfsFileStore } from '../../src/data/mongodb/gridfs-file-store.ts';
import { ensureIndexes } from '../../src/data/mongodb/indexes.ts';
import { startMongod } from '../support/mongod.ts';
import { requireService } from '../support/services.ts';
import { type SharedServer, sharedMongod } from '../support/shared-mongod.ts';
import { databaseContract } from './database-contract.ts';
import { openEmptied } from './emptied-mongodb.ts';
import { nextId } from './samples.ts';
import { unreadFilesContract } from './unread-files-contract.ts';

if (requireService('mongodb')) {
  for (const replica_set of [false, true]) {
    describe(replica_set ? 'on a replica set' : 'on a standalone server', () => {
      let server: SharedServer;
      before(async () => {
        server = await (replica_set ? startMongod({ replica_set }) : sharedMongod.open());
      });
      after(() => server?.stop());

      describe('files that nobody reads', () => {
        let client: MongoClient;
        before(async () => {
          client = await new MongoClient(server.url).connect();
          await ensureIndexes(client.db('unread'));
        });
        after(() => client?.close());
        unreadFilesContract((stalled_ms) => new GridfsFileStore(client.db('unread'), stalled_ms));

        it('what a killed process had written of a file goes with its attempt, or with its task', async () => {
          const db = client.db('unread');
          const files = new GridfsFileStore(db);
          const [task_id, gone] = [nextId(), nextId()];
          const chunk = (files_id: string) => ({ files_id, n: 0, data: new Binary(Buffer.from('part')) });
          const chunks = db.collection<{ files_id: string }>('files.chunks');
          await files.put({ task_id, index: 1, attempt: 2, name: 'kept' }, Buffer.from('kept'), 'text/plain');
          const parts = [`${task_id}/1/1/x`, `${task_id}/1/10/x`, `${task_id}/1/3/x`];
          const neighbours = [`${task_id}/10/1/x`, `${task_id}/2/1/x`];
          await chunks.insertMany([...parts, ...neighbours, `${gone}/0/1/x`].map(chunk));
          const left = async () =>
            (await chunks.find({ files_id: { $regex: `^${task_id}/` } }).toArray()).map(
              (one) => one.files_id,
            );
          await files.deleteAttempts(task_id, 1, 2);
          const [kept, ...others] = (await left()).sort();
          assert.match(kept as string, new RegExp(`^${task_id}/1/2/`));
          assert.deepEqual(others, neighbours);
          await files.deleteAttempts(task_id, 1, null);
          assert.deepEqual((await left()).sort(), neighbours);
          assert.deepEqual(await files.tasks(10, task_id), [gone]);
          assert.ok((await files.tasks(10)).includes(task_id));
          await files.deleteTask(gone);
          assert.deepEqual(await files.tasks(10, task_id), []);
        });
      });

      databaseContract(
        'MongoDB',
        (search_limits) => openEmptied(server.url, 'contract', search_limits),
        replica_set ? 'few' : 'all',
      );
    });
  }
}

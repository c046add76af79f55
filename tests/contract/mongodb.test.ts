import assert from 'node:assert/strict';
import { after, before, describe, it, test } from 'node:test';
import { Binary, MongoClient } from 'mongodb';
import { Refused } from '../../src/data/contracts/index.ts';
import { GridfsFileStore } from '../../src/data/mongodb/gridfs-file-store.ts';
import { ensureIndexes } from '../../src/data/mongodb/indexes.ts';
import { openMongo } from '../../src/data/mongodb/open-mongo.ts';
import { type Mongod, startMongod } from '../support/mongod.ts';
import { requireService } from '../support/services.ts';
import { databaseContract } from './database-contract.ts';
import { openEmptied } from './emptied-mongodb.ts';
import { nextId } from './samples.ts';
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
    assert.match(
      await refusal('reader:wrong@'),
      /^MongoDB at [\d.:]+ refuses the user or password of MONGODB_URL; correct them, or name .* authSource$/,
    );
    await server.stop();
  });
}

/** What restores and repairs may leave of a file in GridFS. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Collection, type Document, MongoClient } from 'mongodb';
import type { FileStore } from '../../src/data/contracts/index.ts';
import { openGridfs } from '../../src/data/mongodb/open-gridfs.ts';
import { silentLog } from '../../src/runtime/log.ts';
import { StoredFiles } from '../../src/services/tasks/stored-files.ts';
import { requireService } from '../support/services.ts';
import { type SharedServer, sharedMongod } from '../support/shared-mongod.ts';
import { nextId } from './samples.ts';

const SIZE = 600_000;

const damages: Record<string, (files: Collection, chunks: Collection, of: object) => Promise<unknown>> = {
  'without its document': (files) => files.deleteMany({}),
  'without its first chunk': (_, chunks, of) => chunks.deleteOne({ ...of, n: 0 }),
  'without its last chunk': (_, chunks, of) => chunks.deleteOne({ ...of, n: 2 }),
  'with a shorter chunk': (_, chunks, of) =>
    chunks.updateOne({ ...of, n: 1 }, { $set: { data: Buffer.alloc(9) } }),
  'with a longer chunk': (_, chunks, of) =>
    chunks.updateOne({ ...of, n: 1 }, { $set: { data: Buffer.alloc(SIZE) } }),
  'with a chunk that holds something else': (_, chunks, of) =>
    chunks.updateOne({ ...of, n: 0 }, { $set: { data: 'text' } }),
  'of chunks without a size': (files) => files.updateOne({}, { $set: { chunkSize: 0 } }),
  'of another length': (files) => files.updateOne({}, { $set: { length: 5 } }),
};

if (requireService('mongodb')) {
  let server: SharedServer;
  let client: MongoClient;
  let store: FileStore;
  before(async () => {
    server = await sharedMongod.open();
    client = await new MongoClient(server.url).connect();
    store = await openGridfs(server.url, 'damaged');
  });
  after(async () => {
    await store?.close();
    await client?.close();
    await server?.stop();
  });

  for (const [what, damage] of Object.entries(damages)) {
    test(`a file ${what} ends with a fault, not as a shorter or longer one`, async () => {
      const collection = async (name: RegExp): Promise<Collection<Document>> => {
        const all = await client.db('damaged').collections();
        return all.find(({ collectionName }) => name.test(collectionName)) as Collection;
      };
      const [files, chunks] = [await collection(/files$/), await collection(/chunks$/)];
      await Promise.all([files.deleteMany({}), chunks.deleteMany({})]);
      const key = { task_id: nextId(), index: 0, attempt: 1, name: 'a.bin' };
      await store.put(key, Buffer.alloc(SIZE, 7), 'text/plain');
      const row = await files.findOne({});
      await damage(files, chunks, { files_id: row?._id });
      const item = { attempt: 1, files: [{ name: key.name }] };
      const database = {
        tasks: { get: async () => ({ deleted_at: null }) },
        items: { get: async () => item },
      };
      const stored = new StoredFiles({ database, files: store, log: silentLog } as never); // only these are used
      const read = async () => (await stored.open(key, SIZE)).toArray();
      await assert.rejects(read(), { name: 'Fault', type: 'file_unreadable' });
      // What nothing can be read of is known before an answer has begun.
      if (/first|something else|size|length|document/.test(what))
        await assert.rejects(stored.open(key, SIZE), { name: 'Fault', type: 'file_unreadable' });
      await Promise.all([files.deleteMany({}), chunks.deleteMany({})]);
      const kept = await store.put({ ...key, preview: true }, Buffer.alloc(SIZE, 7), 'image/webp');
      const copy = { ...kept, content_type: 'image/webp' };
      assert.equal((await stored.readCopy(key, copy))?.length, SIZE);
      const other = { ...copy, sha256: '0'.repeat(64) };
      assert.equal(await stored.readCopy(key, other), null);
      const its = await files.findOne({});
      await damage(files, chunks, { files_id: its?._id });
      assert.equal(await stored.readCopy(key, copy), null, 'the picture is shown instead');
    });
  }
}

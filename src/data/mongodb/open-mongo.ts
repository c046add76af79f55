import type { MongoClient } from 'mongodb';
import type { Database, FileStore, SearchLimits } from '../contracts/index.ts';
import { connectMongo, DURABLE, NO_TIME_LIMIT, type WaitOptions } from './connect-mongo.ts';
import { createGridfsFileStore } from './gridfs-file-store.ts';
import { ensureIndexes } from './indexes.ts';
import { throwingUnavailable } from './mongo-errors.ts';
import { createMongoItemStore } from './mongo-item-store.ts';
import {
  createKeepSecret,
  createMongoIdempotencyStore,
  createMongoScheduleStore,
} from './mongo-record-stores.ts';
import { createMongoSessionStore } from './mongo-session-store.ts';
import { createMongoTaskStore } from './mongo-task-store.ts';
import { createMongoUserStore } from './mongo-user-store.ts';
import { createMongoWorkerStore } from './mongo-worker-store.ts';

/**
 * Opens the MongoDB engine: waits for the server up to `wait_ms` (30 s), ensures the indexes, gives the stores. Works
 * on a standalone server, a replica set and a sharded cluster: it uses no transaction and no change stream.
 */
export async function openMongo(
  url: string,
  db_name: string,
  options: WaitOptions & { search_limits?: SearchLimits } = {},
): Promise<{ database: Database; files: FileStore }> {
  const setup = await connectMongo(url, options, NO_TIME_LIMIT);
  try {
    await ensureIndexes(setup.db(db_name, DURABLE));
  } finally {
    await setup.close();
  }
  const client = await connectMongo(url, options);
  return storesOf(client, db_name, options.search_limits);
}

/** The stores on a client that is connected; closing the database closes the client. */
function storesOf(
  client: MongoClient,
  db_name: string,
  search_limits?: SearchLimits,
): { database: Database; files: FileStore } {
  const db = client.db(db_name, DURABLE);
  const connection = throwingUnavailable({
    ...createKeepSecret(db),
    async ping() {
      await db.command({ ping: 1 });
    },
  });
  const database: Database = {
    capabilities: { single_process: false },
    users: throwingUnavailable(createMongoUserStore(db)),
    sessions: throwingUnavailable(createMongoSessionStore(db)),
    tasks: throwingUnavailable(createMongoTaskStore(db, search_limits)),
    items: throwingUnavailable(createMongoItemStore(db)),
    workers: throwingUnavailable(createMongoWorkerStore(db)),
    idempotency: throwingUnavailable(createMongoIdempotencyStore(db)),
    schedules: throwingUnavailable(createMongoScheduleStore(db)),
    ...connection,
    close: () => client.close(),
  };
  return { database, files: throwingUnavailable(createGridfsFileStore(db)) };
}

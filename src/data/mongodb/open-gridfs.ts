import type { FileStore } from '../contracts/index.ts';
import { answeringInTime } from './answer-in-time.ts';
import { connectMongo, DURABLE, type WaitOptions } from './connect-mongo.ts';
import { GridfsFileStore } from './gridfs-file-store.ts';
import { ensureIndexes } from './indexes.ts';
import { asUnavailable, throwingUnavailable } from './mongo-errors.ts';

/** Downloads have connections of their own, so that many slow ones never keep the database waiting. */
const POOL = { maxPoolSize: 20 };

/** Opens files in GridFS, in any database of any server. Closing the store closes its connections. */
export async function openGridfs(
  url: string,
  db_name: string,
  options: WaitOptions = {},
): Promise<FileStore> {
  const client = await connectMongo(url, options, POOL);
  try {
    const db = client.db(db_name, DURABLE);
    await ensureIndexes(db, ['files', 'chunks']);
    const files = new GridfsFileStore(answeringInTime(db));
    return Object.assign(throwingUnavailable(files), { close: () => client.close() });
  } catch (error) {
    await client.close();
    throw asUnavailable(error);
  }
}

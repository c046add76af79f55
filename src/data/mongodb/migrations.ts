/**
 * The schema, as numbered steps, as in SQLite. The version stands in the collection `schema`. One process at a time migrates, under a
 * lock that ends by the server's clock when its holder dies. There is no transaction around a step, so each must do no harm when it is
 * run again from its beginning. A step that was released is never edited: what changes later is a new step.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Collection, Db } from 'mongodb';
import { silentLog } from '../../runtime/log.ts';
import { Repeat } from '../../runtime/repeat.ts';
import { newId, Refused } from '../contracts/index.ts';
import { dropChangedIndexes } from './changed-indexes.ts';
import { COLLECTIONS, ensureIndexes } from './indexes.ts';
import { secondSchema } from './schema-2.ts';

/** The step at `n` migrates from version n + 1 to n + 2; version 1 had indexes but no number. */
const steps: readonly ((db: Db) => Promise<void>)[] = [secondSchema, dropChangedIndexes, dropChangedIndexes];

/** The schema version this code works with. */
export const SCHEMA_VERSION = steps.length + 1;

const LOCK_MS = 30_000;
const LOOK_AGAIN_MS = 200;

interface SchemaDocument {
  _id: 'version' | 'lock';
  version?: number;
  holder?: string;
  until?: Date;
}

const schemaOf = (db: Db): Collection<SchemaDocument> => db.collection<SchemaDocument>(COLLECTIONS.schema);

/** The schema version of a database; 0 = empty. */
export async function schemaVersion(db: Db): Promise<number> {
  const stored = await schemaOf(db).findOne({ _id: 'version' });
  if (stored?.version !== undefined) return stored.version;
  const [users] = await db.listCollections({ name: COLLECTIONS.users }, { nameOnly: true }).toArray();
  return users ? 1 : 0;
}

/** Brings the database to `SCHEMA_VERSION`, indexes included; throws when it was written by a newer version of the program. */
export async function migrateMongo(db: Db): Promise<void> {
  while (!(await isUpToDate(db))) {
    const lock = await takeLock(db);
    if (!lock) {
      await sleep(LOOK_AGAIN_MS);
      continue;
    }
    try {
      // Read under the lock: another process may have migrated in the meantime.
      if (!(await isUpToDate(db))) await runSteps(db);
    } finally {
      await lock.release();
    }
  }
  await ensureIndexes(db);
}

async function isUpToDate(db: Db): Promise<boolean> {
  const version = await schemaVersion(db);
  if (version > SCHEMA_VERSION) {
    throw new Refused(
      `The MongoDB database ${db.databaseName} has schema version ${version}, this version of Backend2 knows ` +
        `${SCHEMA_VERSION}. Start the newer version, or restore a backup made before the update.`,
    );
  }
  return version === SCHEMA_VERSION;
}

async function runSteps(db: Db): Promise<void> {
  const from = await schemaVersion(db);
  // An empty database needs no steps.
  for (let version = from === 0 ? SCHEMA_VERSION : from; ; version += 1) {
    if (version === SCHEMA_VERSION) await ensureIndexes(db);
    if (version !== from) {
      await schemaOf(db).updateOne({ _id: 'version' }, { $set: { version } }, { upsert: true });
    }
    const step = steps[version - 1];
    if (!step) return;
    await step(db);
  }
}

/** Null while another process holds the lock. */
async function takeLock(db: Db): Promise<{ release(): Promise<void> } | null> {
  const schema = schemaOf(db);
  const holder = newId();
  const until = { $add: ['$$NOW', LOCK_MS] };
  const isFree = { $lt: [{ $ifNull: ['$until', new Date(0)] }, '$$NOW'] };
  const taken = await schema.findOneAndUpdate(
    { _id: 'lock' },
    [
      {
        $set: {
          holder: { $cond: [isFree, holder, '$holder'] },
          until: { $cond: [isFree, until, '$until'] },
        },
      },
    ],
    { upsert: true, returnDocument: 'after' },
  );
  if (taken?.holder !== holder) return null;
  const renewal = new Repeat(() => schema.updateOne({ _id: 'lock', holder }, [{ $set: { until } }]), {
    ms: LOCK_MS / 3,
    name: 'hold the lock of the migration',
    log: silentLog,
  });
  return {
    async release() {
      await renewal.stop();
      await schema.deleteOne({ _id: 'lock', holder });
    },
  };
}

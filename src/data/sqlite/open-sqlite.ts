import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Database, SearchLimits } from '../contracts/index.ts';
import { asFolderError, prepareFolder } from './data-folder.ts';
import { ExternalWrites } from './external-writes.ts';
import { migrate, SCHEMA_VERSION, schemaVersion } from './migrations.ts';
import { createSqliteItemStore } from './sqlite-item-store.ts';
import { lockFolder } from './sqlite-lock.ts';
import { SqliteReader } from './sqlite-reader.ts';
import {
  createSqliteIdempotencyStore,
  createSqliteScheduleStore,
  createSqliteSessionStore,
  createSqliteWorkerStore,
} from './sqlite-record-stores.ts';
import { createSqliteTaskStore } from './sqlite-task-store.ts';
import { createSqliteUserStore } from './sqlite-user-store.ts';
import { SqliteWriter } from './sqlite-writer.ts';

export interface OpenSqliteOptions {
  /** True for a server, which must be the only one; false for a command line, which may write beside it. */
  exclusive: boolean;
  /** For tests; the engine has its own. */
  search_limits?: SearchLimits;
}

/**
 * Opens (and first creates or migrates) `backend2.db` in the folder. With `exclusive` it throws, naming the folder, when another
 * server uses it for 2 s; in any case when the database was written by a newer version, is damaged, or cannot be opened.
 */
export async function openSqlite(
  folder: string,
  { exclusive, search_limits }: OpenSqliteOptions,
): Promise<Database> {
  const root = resolve(folder);
  const file = join(root, 'backend2.db');
  prepareFolder(root);
  let unlock: (() => void) | null = null;
  let reader: SqliteReader | null = null;
  try {
    if (exclusive) unlock = await lockFolder(root);
    await bringUpToDate(file, root, exclusive);
    reader = new SqliteReader(file);
    const writer = await SqliteWriter.start({ file, external: !exclusive });
    return assemble(reader, writer, unlock, search_limits);
  } catch (error) {
    reader?.close();
    unlock?.();
    throw asFolderError(error, root);
  }
}

async function bringUpToDate(file: string, folder: string, exclusive: boolean): Promise<void> {
  const database = new DatabaseSync(file, { timeout: 5_000 });
  try {
    // Also when it is up to date: a copy restored from `VACUUM INTO` has lost the mode.
    database.exec('PRAGMA journal_mode = WAL');
    if (schemaVersion(database) === SCHEMA_VERSION) return;
    // A running server of the older version must not have its tables changed under it.
    const unlock = exclusive ? null : await lockFolder(folder);
    try {
      database.exec('PRAGMA synchronous = FULL');
      migrate(database, folder);
    } finally {
      unlock?.();
    }
  } finally {
    database.close();
  }
}

function assemble(
  reader: SqliteReader,
  writer: SqliteWriter,
  unlock: (() => void) | null,
  search_limits?: SearchLimits,
): Database {
  const external = new ExternalWrites(reader);
  let closing: Promise<void> | null = null;

  const close = async () => {
    external.close();
    try {
      await writer.close();
    } finally {
      reader.close();
      unlock?.();
    }
  };

  return {
    capabilities: { single_process: true },
    users: createSqliteUserStore(reader, writer),
    sessions: createSqliteSessionStore(reader, writer),
    tasks: createSqliteTaskStore(reader, writer, search_limits),
    items: createSqliteItemStore(reader, writer),
    workers: createSqliteWorkerStore(reader, writer),
    idempotency: createSqliteIdempotencyStore(reader, writer),
    schedules: createSqliteScheduleStore(reader, writer),
    keepSecret: (candidate) => writer.run('keepValue', 'secret', candidate),
    async ping() {
      reader.get('SELECT 1');
    },
    onExternalWrite: (callback) => external.onWrite(callback),
    close() {
      closing ??= close();
      return closing;
    },
  };
}

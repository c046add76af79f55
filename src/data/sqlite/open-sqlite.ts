import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { letSignalsEnd } from '../../runtime/signals-end.ts';
import { tryFolder } from '../../runtime/try-folder.ts';
import type { Database, SearchLimits } from '../contracts/index.ts';
import { asFolderError, prepareFolder } from './data-folder.ts';
import { ExternalWrites } from './external-writes.ts';
import { migrate, SCHEMA_VERSION, schemaVersion } from './migrations.ts';
import { unavailable } from './sqlite-errors.ts';
import { lockFolder } from './sqlite-lock.ts';
import { SqliteReader } from './sqlite-reader.ts';
import { SqliteWriter } from './sqlite-writer.ts';
import { SqliteApiKeyStore } from './stores/api-keys.ts';
import { SqliteAuditStore } from './stores/audit.ts';
import { SqliteIdempotencyStore } from './stores/idempotency.ts';
import { SqliteItemLogStore } from './stores/item-logs.ts';
import { SqliteItemStore } from './stores/items.ts';
import { SqlitePasswordLinkStore } from './stores/password-links.ts';
import { SqlitePreferenceStore } from './stores/preferences.ts';
import { SqliteScheduleStore } from './stores/schedules.ts';
import { SqliteSessionStore } from './stores/sessions.ts';
import { SqliteStatisticsStore } from './stores/statistics.ts';
import { SqliteTaskStore } from './stores/tasks.ts';
import { SqliteTypePauseStore } from './stores/type-pauses.ts';
import { SqliteUserStore } from './stores/users.ts';
import { SqliteWebhookStore } from './stores/webhooks.ts';
import { SqliteWorkerStore } from './stores/workers.ts';

export interface OpenSqliteOptions {
  /** True for a server, which must be the only one; false for a command line, which may write at the same time. */
  exclusive: boolean;
  /** Ends opening before an upgrade; its reason is thrown. */
  signal?: AbortSignal;
  /** For tests; the engine has its own limits. */
  search_limits?: SearchLimits;
}

/**
 * Opens (and first creates or migrates) `backend2.db` in the folder. With `exclusive` it throws, naming the folder, when another
 * server uses it for 1 s; in any case when the database was written by a newer version, is damaged, or cannot be opened.
 */
export async function openSqlite(
  folder: string,
  { exclusive, signal, search_limits }: OpenSqliteOptions,
): Promise<Database> {
  const root = resolve(folder);
  const file = join(root, 'backend2.db');
  prepareFolder(root);
  let unlock: (() => void) | null = null;
  let reader: SqliteReader | null = null;
  try {
    if (exclusive) unlock = await lockFolder(root);
    await bringUpToDate(file, root, exclusive, signal);
    reader = new SqliteReader(file);
    const writer = await SqliteWriter.start({ file, external: !exclusive });
    return new SqliteDatabase(root, { reader, writer }, unlock, search_limits);
  } catch (error) {
    reader?.close();
    unlock?.();
    throw asFolderError(error, root);
  }
}

async function bringUpToDate(
  file: string,
  folder: string,
  exclusive: boolean,
  signal?: AbortSignal,
): Promise<void> {
  const database = new DatabaseSync(file, { timeout: 5_000 });
  try {
    // Even if it is up to date: a copy made by `VACUUM INTO` has lost the mode.
    database.exec('PRAGMA journal_mode = WAL');
    if (schemaVersion(database) === SCHEMA_VERSION) return;
    // The tables of a running server of an older version must not be changed.
    const unlock = exclusive ? null : await lockFolder(folder);
    try {
      // It may take minutes; a process that is ended meanwhile leaves a database which opens.
      const listenAgain = await letSignalsEnd(signal);
      try {
        database.exec('PRAGMA synchronous = FULL');
        migrate(database, folder);
      } finally {
        listenAgain();
      }
    } finally {
      unlock?.();
    }
  } finally {
    database.close();
  }
}

class SqliteDatabase implements Database {
  readonly capabilities = { single_process: true };
  readonly users: Database['users'];
  readonly sessions: Database['sessions'];
  readonly tasks: Database['tasks'];
  readonly items: Database['items'];
  readonly workers: Database['workers'];
  readonly idempotency: Database['idempotency'];
  readonly schedules: Database['schedules'];
  readonly apiKeys: Database['apiKeys'];
  readonly webhooks: Database['webhooks'];
  readonly audit: Database['audit'];
  readonly itemLogs: Database['itemLogs'];
  readonly passwordLinks: Database['passwordLinks'];
  readonly preferences: Database['preferences'];
  readonly statistics: Database['statistics'];
  readonly typePauses: Database['typePauses'];
  readonly #root: string;
  readonly #reader: SqliteReader;
  readonly #writer: SqliteWriter;
  readonly #external: ExternalWrites;
  readonly #unlock: (() => void) | null;
  #closing: Promise<void> | null = null;

  constructor(
    root: string,
    { reader, writer }: { reader: SqliteReader; writer: SqliteWriter },
    unlock: (() => void) | null,
    search_limits?: SearchLimits,
  ) {
    this.#root = root;
    this.#reader = reader;
    this.#writer = writer;
    this.#unlock = unlock;
    this.#external = new ExternalWrites(reader);
    const { writes } = writer;
    this.users = new SqliteUserStore(reader, writes);
    this.sessions = new SqliteSessionStore(reader, writes);
    this.tasks = new SqliteTaskStore(reader, writes, search_limits);
    this.items = new SqliteItemStore(reader, writes);
    this.workers = new SqliteWorkerStore(reader, writes);
    this.idempotency = new SqliteIdempotencyStore(reader, writes);
    this.audit = new SqliteAuditStore(reader, writes);
    this.itemLogs = new SqliteItemLogStore(reader, writes);
    this.passwordLinks = new SqlitePasswordLinkStore(reader, writes);
    this.preferences = new SqlitePreferenceStore(reader, writes);
    this.statistics = new SqliteStatisticsStore(reader, writes);
    this.typePauses = new SqliteTypePauseStore(reader, writes);
    this.schedules = new SqliteScheduleStore(reader, writes);
    this.apiKeys = new SqliteApiKeyStore(reader, writes);
    this.webhooks = new SqliteWebhookStore(reader, writes);
  }

  keepSecret(candidate: string): Promise<string> {
    return this.#writer.writes.keepValue('secret', candidate);
  }

  async ping(): Promise<void> {
    this.#reader.get('SELECT 1');
  }

  async probe(): Promise<void> {
    // SQLite alone does not reveal that a disk is full: one changed row fits into the existing pages of `-wal`, but a sign-in does not.
    const tried = tryFolder(this.#root, 'DATA_DIR').catch((error: unknown) => {
      throw unavailable(error);
    });
    await Promise.all([this.#writer.writes.probe(), tried]);
  }

  onExternalWrite(callback: () => void): void {
    this.#external.onWrite(callback);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#external.close();
    try {
      await this.#writer.close();
    } finally {
      this.#reader.close();
      this.#unlock?.();
    }
  }
}

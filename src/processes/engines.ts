/**
 * The engines of the data layer, by the scheme of the URL of the data. A new engine is a folder under src/data, an entry here, and its
 * test server in tests/support/test-servers.ts; nothing else depends on the engine.
 */

import { join } from 'node:path';
import type { Database, FileStore } from '../data/contracts/index.ts';
import { OperatorError } from '../runtime/operator-error.ts';
import type { Settings } from '../settings.ts';
import type { Kept } from './doctor/doctor-embedded.ts';
import type { Finding } from './doctor/doctor-findings.ts';

export interface OpenOptions {
  /** The name of the database, if one server holds several. */
  db_name: string;
  /** True for a process that keeps running: only one may serve from the same folder. */
  serving: boolean;
  /** Called with a message for people: a server cannot be reached yet, or a folder is open to others. */
  on_wait(message: string): void;
  /** Ends waiting; its reason is thrown. */
  signal?: AbortSignal;
}

export interface DatabaseEngine {
  open(url: string, options: OpenOptions): Promise<Database>;
  /** The checks of `doctor`, which change nothing. `emails` are accounts whose password hash is needed. */
  inspect(url: string, db_name: string, emails: string[], note: (finding: Finding) => void): Promise<Kept>;
}

export interface FileEngine {
  open(url: string, options: OpenOptions): Promise<FileStore>;
}

/** `file:./data` → `./data`. */
const pathOf = (url: string) => url.slice('file:'.length);

// Each is loaded when it is needed, so that the embedded mode starts without the drivers of the servers.
const sqlite: DatabaseEngine = {
  async open(url, { serving, on_wait, signal }) {
    const { openSqlite } = await import('../data/sqlite/open-sqlite.ts');
    const { openToOthers } = await import('../data/sqlite/data-folder.ts');
    const database = await openSqlite(pathOf(url), { exclusive: serving, signal });
    const open = openToOthers(pathOf(url));
    if (open && serving) on_wait(`${open}; close it with chmod 700`);
    return database;
  },
  async inspect(url, _, emails, note) {
    const { checkDataFolder } = await import('./doctor/doctor-embedded.ts');
    return checkDataFolder(pathOf(url), emails, note);
  },
};

const mongodb: DatabaseEngine = {
  async open(url, { db_name, on_wait, signal }) {
    const { openMongo } = await import('../data/mongodb/open-mongo.ts');
    return openMongo(url, db_name, { on_wait, signal });
  },
  async inspect(url, db_name, emails, note) {
    const { checkMongo } = await import('./doctor/doctor-servers.ts');
    return checkMongo(url, db_name, emails, note);
  },
};

const folder: FileEngine = {
  async open(url) {
    const { FolderFileStore } = await import('../data/files/folder-file-store.ts');
    return new FolderFileStore(pathOf(url));
  },
};

const gridfs: FileEngine = {
  async open(url, { db_name, on_wait, signal }) {
    const { openGridfs } = await import('../data/mongodb/open-gridfs.ts');
    return openGridfs(url, db_name, { on_wait, signal });
  },
};

export const databaseEngines: Record<string, DatabaseEngine> = {
  'file:': sqlite,
  'mongodb:': mongodb,
  'mongodb+srv:': mongodb,
};

/** Files may be stored elsewhere than the database. */
export const fileEngines: Record<string, FileEngine> = {
  'file:': folder,
  'mongodb:': gridfs,
  'mongodb+srv:': gridfs,
};

/** The engine for the URL's scheme. The error message never contains the URL, which may contain a password. */
export function engineOf<E>(engines: Record<string, E>, url: string): E {
  const engine = engines[url.slice(0, url.indexOf(':') + 1).toLowerCase()];
  if (engine) return engine;
  throw new OperatorError(`the URL of the data must begin with one of ${Object.keys(engines).join(', ')}`);
}

export const databaseUrl = ({ MONGODB_URL, DATA_DIR }: Settings): string => MONGODB_URL ?? `file:${DATA_DIR}`;

export const filesUrl = ({ MONGODB_URL, DATA_DIR }: Settings): string =>
  MONGODB_URL ?? `file:${join(DATA_DIR, 'files')}`;

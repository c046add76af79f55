/** SQLite opened as a server opens it, as a command line does, and by another process that writes. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Database } from '../../src/data/contracts/index.ts';
import { openSqlite } from '../../src/data/sqlite/open-sqlite.ts';
import { tempFolder } from '../support/temp-folder.ts';

export const server = (folder: string) => openSqlite(folder, { exclusive: true });
export const commandLine = (folder: string) => openSqlite(folder, { exclusive: false });

export async function withServer(run: (database: Database, folder: string) => Promise<void>): Promise<void> {
  const folder = await tempFolder();
  const database = await server(folder);
  try {
    await run(database, folder);
  } finally {
    await database.close();
  }
}

export function writingChild(folder: string) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'sqlite-writing-child.ts'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // Listened for from the beginning: it may end before anybody waits for its end.
  return Object.assign(child, { closed: once(child, 'close') });
}

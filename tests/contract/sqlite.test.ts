import { join } from 'node:path';
import { before, describe } from 'node:test';
import { FolderFileStore } from '../../src/data/files/folder-file-store.ts';
import { openSqlite } from '../../src/data/sqlite/open-sqlite.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { databaseContract } from './database-contract.ts';
import { unreadFilesContract } from './unread-files-contract.ts';

describe('a folder: files that nobody reads', () => {
  let folder: string;
  before(async () => {
    folder = await tempFolder();
  });
  unreadFilesContract((stalled_ms) => new FolderFileStore(folder, stalled_ms));
});

databaseContract('SQLite and a folder', async (search_limits) => {
  const folder = await tempFolder();
  let database = await openSqlite(folder, { exclusive: true, search_limits });
  const files = new FolderFileStore(join(folder, 'files'));
  return {
    database,
    files,
    async reopen() {
      await database.close();
      database = await openSqlite(folder, { exclusive: true });
      return database;
    },
    async cleanup() {
      await database.close();
      await files.close();
    },
  };
});

import { join } from 'node:path';
import { createFolderFileStore } from '../../src/data/files/folder-file-store.ts';
import { openSqlite } from '../../src/data/sqlite/open-sqlite.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { databaseContract } from './database-contract.ts';

databaseContract('SQLite and a folder', async (search_limits) => {
  const folder = await tempFolder();
  let database = await openSqlite(folder, { exclusive: true, search_limits });
  const files = createFolderFileStore(join(folder, 'files'));
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

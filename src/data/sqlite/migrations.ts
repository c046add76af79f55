/**
 * The schema, as numbered steps. A step that was released is never edited: what changes later is a new step.
 * Each step runs in a transaction together with its number (`PRAGMA user_version`), so that a process killed while it
 * migrates leaves a database which opens.
 */

import type { DatabaseSync } from 'node:sqlite';
import { firstSchema } from './schema-1.ts';
import { secondSchema } from './schema-2.ts';
import { thirdSchema } from './schema-3.ts';
import { DataFolderError } from './sqlite-errors.ts';

const steps: readonly string[] = [firstSchema, secondSchema, thirdSchema];

/** The schema version this code works with. */
export const SCHEMA_VERSION = steps.length;

/** The schema version of an open database; 0 = empty. */
export function schemaVersion(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0);
}

/** Brings the database to `SCHEMA_VERSION`; throws when it was written by a newer version of the program. */
export function migrate(database: DatabaseSync, folder: string): void {
  for (;;) {
    database.exec('BEGIN IMMEDIATE');
    try {
      // Read inside the transaction: another process may have migrated in the meantime.
      const version = schemaVersion(database);
      if (version > SCHEMA_VERSION) {
        throw new DataFolderError(
          `The database in ${folder} has schema version ${version}, this version of Backend2 knows ${SCHEMA_VERSION}. ` +
            'Start the newer version, or restore a backup made before the update.',
        );
      }
      const step = steps[version];
      if (step !== undefined) {
        database.exec(step);
        database.exec(`PRAGMA user_version = ${version + 1}`);
      }
      database.exec('COMMIT');
      if (step === undefined) return;
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  }
}

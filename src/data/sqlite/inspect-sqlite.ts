import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SCHEMA_VERSION, schemaVersion } from './migrations.ts';
import { BUSY, primaryCode } from './sqlite-errors.ts';

/** What the doctor checks of a data folder. */
export interface SqliteReport {
  /** False if there is no database yet; the other fields then have no meaning. */
  exists: boolean;
  /** True if a server is running on the folder. */
  in_use: boolean;
  schema_version: number;
  known_schema_version: number;
  /** True if a secret is stored in the database. */
  has_secret: boolean;
  /** The hashes of the accounts with the given e-mails. */
  hashed_passwords: string[];
}

/** Reads without changing anything: creates no folder and migrates nothing. Throws errors of SQLite. */
export function inspectSqlite(folder: string, emails: string[]): SqliteReport {
  const file = join(folder, 'backend2.db');
  const report: SqliteReport = {
    exists: existsSync(file),
    in_use: isLocked(join(folder, 'lock.db')),
    schema_version: 0,
    known_schema_version: SCHEMA_VERSION,
    has_secret: false,
    hashed_passwords: [],
  };
  if (!report.exists) return report;
  const database = new DatabaseSync(file, { readOnly: true, timeout: 2_000 });
  try {
    report.schema_version = schemaVersion(database);
    if (report.schema_version !== SCHEMA_VERSION) return report;
    report.has_secret = !!database.prepare("SELECT 1 FROM kept_values WHERE name = 'secret'").get();
    const find = database.prepare('SELECT hashed_password FROM users WHERE email = ?');
    report.hashed_passwords = emails
      .map((email) => find.get(email)?.hashed_password)
      .filter((hashed) => typeof hashed === 'string');
    return report;
  } finally {
    database.close();
  }
}

/** Tests the lock of a running server (sqlite-lock.ts). */
function isLocked(file: string): boolean {
  if (!existsSync(file)) return false;
  const lock = new DatabaseSync(file, { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    lock.exec('ROLLBACK');
    return false;
  } catch (error) {
    if (primaryCode(error) === BUSY) return true;
    throw error;
  } finally {
    lock.close();
  }
}

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { OperatorError } from '../../runtime/operator-error.ts';
import type { Settings } from '../../settings.ts';
import { isEmbedded } from '../open-data.ts';

/** Opening a folder creates the database in it: a command on a mistyped DATA_DIR would answer that there is nothing. */
export function refuseMissing(settings: Settings): void {
  if (!isEmbedded(settings) || existsSync(join(settings.DATA_DIR, 'backend2.db'))) return;
  throw new OperatorError(
    `there is no database in DATA_DIR ${resolve(settings.DATA_DIR)}. Set DATA_DIR to the folder of the server; "init-db" creates a database`,
  );
}

import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  lstatSync,
  openSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { openToOthers } from '../../data/sqlite/data-folder.ts';
import { inspectSqlite } from '../../data/sqlite/inspect-sqlite.ts';
import { TRIAL_BYTES } from '../../runtime/try-folder.ts';
import { type Finding, messageOf, ok, problem, schemaFinding, warning } from './doctor-findings.ts';

const MIB = 1024 * 1024;
const SPACE_WARNING = 1024 * MIB;
const SPACE_PROBLEM = 100 * MIB;

/** Input for the checks of accounts and secret: the contents of the database, or that it could not be read, or not before its upgrade. */
export type Kept = 'unknown' | 'older' | KeptInDatabase;

interface KeptInDatabase {
  hashed_passwords: string[];
  has_secret: boolean;
  /** Only of a data folder: a server is running on it. */
  in_use?: boolean;
  /** Only for a database that several processes share. */
  installation_id?: string | null;
}

const NOTHING: Kept = { hashed_passwords: [], has_secret: false };

/** Checks the data folder, its free space, and the database in it. */
export function checkDataFolder(folder: string, emails: string[], note: (finding: Finding) => void): Kept {
  const there = existsSync(folder);
  const nearest = there ? resolve(folder) : nearestFolder(folder);
  if (!statSync(nearest).isDirectory()) {
    note(problem(`DATA_DIR ${folder} lies below a file`, 'set DATA_DIR to a folder'));
    return 'unknown';
  }
  try {
    accessSync(nearest, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    // Which right is missing does not change what to do.
    note(
      problem(
        `${nearest} cannot be written`,
        'give this user write permission, or set DATA_DIR to another folder',
      ),
    );
    return 'unknown';
  }
  const trial = there ? trialIn(nearest) : null;
  if (trial) note(trial);
  const files = there ? trialOfFiles(join(nearest, 'files')) : null;
  if (files) note(files);
  if (trial?.level !== 'problem')
    note(
      ok(
        there
          ? `DATA_DIR ${folder} can be written`
          : `DATA_DIR ${folder} does not exist yet; the first start creates it`,
      ),
    );
  const open = there ? openToOthers(folder) : null;
  if (open) note(warning(open, `close it: chmod 700 ${folder}`));
  note(spaceOf(nearest));
  return there ? checkDatabase(folder, emails, note) : NOTHING;
}

/** Null without a problem. The folder of the files is created when it is needed, and may be a disk of its own. */
function trialOfFiles(folder: string): Finding | null {
  if (!lstatSync(folder, { throwIfNoEntry: false })) return null;
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    return problem(`${folder} is not a folder, so no file can be stored`, 'replace it by a folder');
  const trial = trialIn(folder);
  return trial.level === 'problem' ? trial : null;
}

/** Permissions are not sufficient: a disk may be full or mounted read-only. */
function trialIn(folder: string): Finding {
  const file = join(folder, `.doctor-${process.pid}`);
  try {
    const open = openSync(file, 'wx', 0o600);
    try {
      // Not writeSync, which succeeds even if only a part fits.
      writeFileSync(open, Buffer.alloc(TRIAL_BYTES));
      fsyncSync(open);
    } finally {
      closeSync(open);
      rmSync(file, { force: true });
    }
    return ok('a test file was written to disk');
  } catch (error) {
    return problem(
      `a test file could not be written to ${folder}: ${messageOf(error)}`,
      'free disk space, or correct the mount',
    );
  }
}

function nearestFolder(folder: string): string {
  let nearest = resolve(folder);
  while (!existsSync(nearest) && dirname(nearest) !== nearest) nearest = dirname(nearest);
  return nearest;
}

function spaceOf(folder: string): Finding {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const text = `${(free / MIB / 1024).toFixed(1)} GiB of disk space are free for DATA_DIR`;
  const todo = 'free disk space, shorten TASK_RETENTION_DAYS, or move DATA_DIR';
  if (free < SPACE_PROBLEM) return problem(text, todo);
  return free < SPACE_WARNING ? warning(text, todo) : ok(text);
}

function checkDatabase(folder: string, emails: string[], note: (finding: Finding) => void): Kept {
  try {
    const report = inspectSqlite(folder, emails);
    note(
      ok(
        report.in_use
          ? `a server is running on ${folder} (only one can at a time)`
          : `no server is running on ${folder}`,
      ),
    );
    if (!report.exists) return NOTHING;
    const { schema_version, known_schema_version } = report;
    note(schemaFinding(schema_version, known_schema_version));
    if (schema_version < known_schema_version) return 'older';
    return schema_version === known_schema_version ? report : 'unknown';
  } catch (error) {
    note(problem(`the database cannot be opened: ${messageOf(error)}`, 'see docs/troubleshooting.md'));
    return 'unknown';
  }
}

import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Settings } from '../settings.ts';

/** Tells one installation from others on the same machine; gives nothing of the secret away. */
export function installationOf(settings: Settings & { SECRET_KEY: string }): string {
  const place = settings.MONGODB_URL ? settings.DB_NAME : resolve(settings.DATA_DIR);
  return createHash('sha256')
    .update(`installation\n${place}\n${settings.SECRET_KEY}`)
    .digest('hex')
    .slice(0, 16);
}

/** Where handlers may keep files while they run: in the folder of the embedded mode, else where the system keeps such files. */
export const tempDirOf = (settings: Settings & { SECRET_KEY: string }): string =>
  settings.MONGODB_URL
    ? join(tmpdir(), `backend2-${installationOf(settings)}`)
    : join(resolve(settings.DATA_DIR), 'temp');

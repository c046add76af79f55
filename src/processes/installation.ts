import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ownId } from '../runtime/own-folder.js';
import type { Settings } from '../settings.ts';

/** Distinguishes installations on the same machine without revealing the secret. */
export function installationOf(settings: Settings & { SECRET_KEY: string }): string {
  const place = settings.MONGODB_URL ? settings.DB_NAME : resolve(settings.DATA_DIR);
  return createHash('sha256')
    .update(`installation\n${place}\n${settings.SECRET_KEY}`)
    .digest('hex')
    .slice(0, 16);
}

/** Where temporary folders of handlers are created: in DATA_DIR in the embedded mode, otherwise in the system's temporary folder. */
export const tempDirOf = (settings: Settings & { SECRET_KEY: string }): string =>
  settings.MONGODB_URL
    ? join(tmpdir(), ['backend2', ownId() ?? 'user', installationOf(settings)].join('-'))
    : join(resolve(settings.DATA_DIR), 'temp');

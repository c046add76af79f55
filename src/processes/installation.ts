import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import type { Settings } from '../settings.ts';

/** Tells one installation from others on the same machine; gives nothing of the secret away. */
export function installationOf(settings: Settings & { SECRET_KEY: string }): string {
  const place = settings.MONGODB_URL ? settings.DB_NAME : resolve(settings.DATA_DIR);
  return createHash('sha256')
    .update(`installation\n${place}\n${settings.SECRET_KEY}`)
    .digest('hex')
    .slice(0, 16);
}

/** What the version cache holds of accounts: the keys, and how a change is made known to every process. */
import type { Database, VersionCache } from '../../data/contracts/index.ts';

export const userKey = (id: string): string => `user:${id}`;
export const sessionKey = (id: string): string => `session:${id}`;

export const apiKeyKey = (id: string): string => `api_key:${id}`;

/** The version of an account that is gone: no account ever has it. */
export const NO_VERSION = '0';
/** The versions of a credential: it stands, or it has ended. */
export const STANDS = '1';
export const ENDED = '0';

/**
 * Tells every process the account's new version (null = it is gone). Of two changes at the same moment the earlier may
 * get here later, so what was written is compared with the database until the two agree.
 */
export async function publishVersion(
  database: Pick<Database, 'users'>,
  versions: VersionCache,
  user_id: string,
  version: number | null,
): Promise<void> {
  let written = version;
  for (;;) {
    await versions.write([[userKey(user_id), written === null ? NO_VERSION : String(written)]]);
    const current = (await database.users.get(user_id))?.version ?? null;
    if (current === written) return;
    written = current;
  }
}

/** The keys of accounts in the version cache, and how a change reaches every process. */
import type { Database, VersionCache } from '../../data/contracts/index.ts';

export const userKey = (id: string): string => `user:${id}`;
export const sessionKey = (id: string): string => `session:${id}`;

export const apiKeyKey = (id: string): string => `api_key:${id}`;

/** The version of a deleted account: no existing account ever has it. */
export const NO_VERSION = '0';
/** The versions of a credential: valid or ended. */
export const STANDS = '1';
export const ENDED = '0';

/**
 * Tells every process the new version of the account (null = it was deleted). If two changes happen at the same time, the earlier one may
 * arrive later, so the written version is compared with the database until both agree.
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

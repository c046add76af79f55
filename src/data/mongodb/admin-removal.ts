import type { Collection } from 'mongodb';
import type { Role } from '../contracts/index.ts';
import { readable } from './revisions.ts';

/** The fields of an account that the removal of an administrator reads. */
export interface RemovableDocument {
  _id: string;
  roles: Role[];
  is_active: boolean;
  version: number;
  /** How often the removal of another administrator relied on this one. */
  relied_on: number;
}

const TRIES = 12;

export const isActiveAdmin = (user: { roles: Role[]; is_active: boolean }): boolean =>
  user.is_active && user.roles.includes('admin');

/**
 * Executes a write that removes an active administrator, but never the last one, without a transaction and without a lock that a crash
 * could leave behind. First, another active administrator is marked as a witness (a counter in its document). The write itself then
 * requires that the removed account has not become a witness since it was read. If two administrators remove each other, each is marked
 * before the write of the other, so one of the two writes fails and is repeated. (With more of them, consider the marks: each witness
 * that was removed successfully must have been read after it was marked, and this cannot be circular.)
 */
export async function removeAdmin(
  users: Collection<RemovableDocument>,
  user: Pick<RemovableDocument, '_id' | 'version' | 'relied_on'>,
  write: (unchanged: { _id: string; version: number; relied_on: number }) => Promise<boolean>,
): Promise<'ok' | 'conflict' | 'last_admin'> {
  const { _id, version } = user;
  let relied_on = user.relied_on;
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const witness = await users.updateOne(
      { _id: { $ne: _id }, roles: 'admin', is_active: true },
      [{ $set: { relied_on: { $add: [readable('relied_on', 0, 0), 1] } } }],
      { hint: 'roles' },
    );
    if (witness.matchedCount === 0) return 'last_admin';
    if (await write({ _id, version, relied_on })) return 'ok';
    const now = await users.findOne({ _id }, { projection: { version: 1, relied_on: 1 } });
    if (now?.version !== version) return 'conflict';
    relied_on = now.relied_on;
    // A random delay, so that two callers that remove each other do not repeat at the same time.
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * tries));
  }
  return 'conflict';
}

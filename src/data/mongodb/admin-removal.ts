import type { Collection } from 'mongodb';
import type { Role } from '../contracts/index.ts';

/** What the removal of an administrator reads of an account. */
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
 * Carries out a write that takes an active administrator away, and never the last, without a transaction and without a lock
 * that a crash could leave behind. Another active administrator is marked as relied upon (a counter in its document); the
 * write itself then demands that nobody has relied on the one that goes since it was read. Were two to remove each other,
 * each mark would come before the other's write, and one of the two writes fails and is tried again. (With more of them, follow the
 * marks: each witness that was removed in time must have been read later than it was marked, and that cannot go round.)
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
      { $inc: { relied_on: 1 } },
      { hint: 'roles' },
    );
    if (witness.matchedCount === 0) return 'last_admin';
    if (await write({ _id, version, relied_on })) return 'ok';
    const now = await users.findOne({ _id }, { projection: { version: 1, relied_on: 1 } });
    if (now?.version !== version) return 'conflict';
    relied_on = now.relied_on;
    // Two that remove each other must not go on in step.
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * tries));
  }
  return 'conflict';
}

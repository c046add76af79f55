import type { Database, User, UserWrite, VersionCache } from '../../data/contracts/index.ts';
import { Fault, type FaultType } from '../../errors.ts';
import type { Actor } from '../actor.ts';
import type { AuditLog, AuditNote } from '../audit/audit-log.ts';
import { publishVersion } from './account-versions.ts';
import type { Sessions } from './sessions.ts';

/** How often a change is repeated if another one came first. */
const TRIES = 5;

export interface AccountChangesParts {
  database: Pick<Database, 'users' | 'passwordLinks'>;
  versions: VersionCache;
  sessions: Sessions;
  audit: AuditLog;
}

/** Who makes a change: an actor, or a person with a password link. */
export type Author = Actor | Pick<AuditNote, 'actor' | 'origin' | 'details'>;

/**
 * The one way to change a stored account: a compare-and-set in the database together with its audit entry, then the sessions
 * and versions, then the answer.
 */
export class AccountChanges {
  readonly #parts: AccountChangesParts;

  constructor(parts: AccountChangesParts) {
    this.#parts = parts;
  }

  /**
   * Changes the given fields, whatever else changed in the meantime. Throws `not_found`, `email_in_use`, `last_admin`, and
   * `edit_conflict` if other changes came first each time.
   */
  async change(author: Author, id: string, set: Partial<User>): Promise<User> {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const user = await this.#parts.database.users.get(id);
      if (!user) throw new Fault('not_found');
      const changed = await this.changeFrom(author, user, set);
      if (changed) return changed;
    }
    throw new Fault('edit_conflict');
  }

  /** Changes an account if it has not changed since it was read; null otherwise. A new password or disabling ends its sessions. */
  async changeFrom(author: Author, user: User, set: Partial<User>): Promise<User | null> {
    const { database, versions, sessions, audit } = this.#parts;
    const [note, ...more] = notesOf(author, user, set);
    const next = await this.#save(user, set, note && audit.entry(note));
    if (!next) return null;
    for (const one of more) await audit.record(one);
    const new_password = set.hashed_password !== undefined;
    if (new_password || !next.is_active) await sessions.endAllOf(next.id);
    // A password link is valid only for the state of the account in which it was created.
    if (new_password || !next.is_active || next.email !== user.email) {
      await database.passwordLinks.deleteOf(next.id);
    }
    await publishVersion(database, versions, next.id, next.version);
    return next;
  }

  /** Stores the same password with a newer hash. Its sessions stay. Null if the account has changed in the meantime. */
  async rehash(user: User, hashed_password: string): Promise<User | null> {
    const { database, versions } = this.#parts;
    const next = await this.#save(user, { hashed_password });
    if (next) await publishVersion(database, versions, next.id, next.version);
    return next;
  }

  async #save(user: User, set: Partial<User>, entry?: ReturnType<AuditLog['entry']>): Promise<User | null> {
    const next: User = { ...user, ...set, version: user.version + 1, updated_at: new Date().toISOString() };
    const outcome: UserWrite = await this.#parts.database.users.save(next, user.version, entry);
    if (outcome === 'conflict') return null;
    if (outcome !== 'ok') throw new Fault(outcome satisfies FaultType);
    return next;
  }
}

const SECRET: ReadonlySet<string> = new Set(['hashed_password', 'must_change_password']);

/** The audit entries: the changed fields (never a secret), the roles before and after, and a separate entry for a new password. */
function notesOf(author: Author, user: User, set: Partial<User>): AuditNote[] {
  const who = 'permissions' in author ? { actor: author } : author;
  const target = { type: 'user', id: user.id };
  const fields = Object.entries(set)
    .filter(([name, value]) => !SECRET.has(name) && !same(value, user[name as keyof User]))
    .map(([name]) => name);
  const roles = fields.includes('roles') && { roles_before: user.roles, roles_after: set.roles };
  return [
    ...(fields.length > 0
      ? [{ ...who, action: 'user.update', target, details: { ...who.details, fields, ...roles } } as const]
      : []),
    ...(set.hashed_password === undefined ? [] : [{ ...who, action: 'password.set', target } as const]),
  ];
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

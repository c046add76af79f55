import type { Database, User, UserWrite, VersionCache } from '../../data/contracts/index.ts';
import { Fault, type FaultType } from '../../errors.ts';
import { publishVersion } from './account-versions.ts';
import type { Sessions } from './sessions.ts';

/** Times a change is tried again when somebody else was faster. */
const TRIES = 5;

export interface AccountChangesParts {
  database: Pick<Database, 'users'>;
  versions: VersionCache;
  sessions: Sessions;
}

/** The one way to change a stored account: a compare-and-set in the database, then the sessions and versions, then the answer. */
export class AccountChanges {
  readonly #database: AccountChangesParts['database'];
  readonly #versions: VersionCache;
  readonly #sessions: Sessions;

  constructor({ database, versions, sessions }: AccountChangesParts) {
    this.#database = database;
    this.#versions = versions;
    this.#sessions = sessions;
  }

  /**
   * Changes what is given, whatever else changed meanwhile. Throws `not_found`, `email_in_use`, `last_admin`, and
   * `edit_conflict` when others were faster each time.
   */
  async change(id: string, set: Partial<User>): Promise<User> {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const user = await this.#database.users.get(id);
      if (!user) throw new Fault('not_found');
      const changed = await this.changeFrom(user, set);
      if (changed) return changed;
    }
    throw new Fault('edit_conflict');
  }

  /** Changes an account that still is as it was read; null otherwise. A new password or a disabled account ends its sessions. */
  async changeFrom(user: User, set: Partial<User>): Promise<User | null> {
    const next = await this.#save(user, set);
    if (!next) return null;
    if (set.hashed_password !== undefined || !next.is_active) await this.#sessions.endAllOf(next.id);
    await publishVersion(this.#database, this.#versions, next.id, next.version);
    return next;
  }

  /** Stores the same password under a newer hash. Its sessions stay. Null when the account has changed meanwhile. */
  async rehash(user: User, hashed_password: string): Promise<User | null> {
    const next = await this.#save(user, { hashed_password });
    if (next) await publishVersion(this.#database, this.#versions, next.id, next.version);
    return next;
  }

  async #save(user: User, set: Partial<User>): Promise<User | null> {
    const next: User = { ...user, ...set, version: user.version + 1, updated_at: new Date().toISOString() };
    const outcome: UserWrite = await this.#database.users.save(next, user.version);
    if (outcome === 'conflict') return null;
    if (outcome !== 'ok') throw new Fault(outcome satisfies FaultType);
    return next;
  }
}

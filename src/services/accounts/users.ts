import {
  type Database,
  newId,
  type Quotas,
  type Role,
  type User,
  type VersionCache,
} from '../../data/contracts/index.ts';
import { Fault, type FaultDetail } from '../../errors.ts';
import { type AccountActor, type Actor, demand, seesAll } from '../actor.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { newestFirst, nothingFound, type Page, type PageQuery, pageStart, wordsOf } from '../paging.ts';
import type { AccountChanges } from './account-changes.ts';
import { publishVersion } from './account-versions.ts';
import { emailFaults, findByEmail, newEmail, sameEmail } from './email.ts';
import { passwordFaults } from './password-rules.ts';
import type { Passwords } from './passwords.ts';
import type { Sessions } from './sessions.ts';
import { type UserView, viewUser } from './user-view.ts';

export interface NewUser {
  email: string;
  /** If omitted, the account cannot sign in until a password is set. */
  password?: string;
  fullname?: string;
  roles?: Role[];
  is_active?: boolean;
  quotas?: Quotas | null;
}

export type UserChanges = Partial<NewUser>;

export type UserListQuery = PageQuery & { q?: string; role?: Role; is_active?: boolean };

export interface UsersParts {
  database: Pick<Database, 'users' | 'apiKeys' | 'webhooks'>;
  versions: VersionCache;
  changes: AccountChanges;
  sessions: Sessions;
  passwords: Passwords;
  audit: AuditLog;
  /** Cancels every unfinished task of an account. */
  cancelTasksOf(user_id: string): Promise<unknown>;
}

type Secret = Pick<User, 'hashed_password' | 'must_change_password'>;
const NO_PASSWORD: Secret = { hashed_password: null, must_change_password: false };

/** Accounts, as administrators and the command line see and change them. */
export class Users {
  readonly #parts: UsersParts;
  readonly #users: Database['users'];

  constructor(parts: UsersParts) {
    this.#parts = parts;
    this.#users = parts.database.users;
  }

  /** The actor's own account, or any account for managers and administrators; otherwise `permission_denied`. */
  async get(actor: AccountActor, id: string): Promise<UserView> {
    if (id !== actor.id && !seesAll(actor)) throw new Fault('permission_denied');
    return viewUser(await this.#stored(id));
  }

  /** Newest first, for actors who may see all accounts. Throws `validation_failed` for an unreadable cursor. */
  async list(actor: Actor, { q, role, is_active, ...paging }: UserListQuery): Promise<Page<UserView>> {
    if (!seesAll(actor)) throw new Fault('permission_denied');
    const start = pageStart(paging, ['users', q, role, is_active]);
    const words = wordsOf(q);
    if (words?.length === 0) return nothingFound(start);
    const found = await newestFirst(this.#users, withoutUndefined({ role, is_active, words }), start);
    return { ...found, items: found.items.map(viewUser) };
  }

  /** What is wrong with the e-mail and the password of a new account, or of this one. */
  async faultsOf({ email, password }: UserChanges, id?: string): Promise<FaultDetail[]> {
    const stored = id === undefined ? null : await this.#users.get(id);
    return accountFaults(email, password, stored);
  }

  /** Throws `email_in_use`, `validation_failed`, `overloaded`. */
  async create(actor: Actor, given: NewUser): Promise<UserView> {
    demand(actor, 'admin');
    checkAccount(given, null);
    // Looked up first, so that an e-mail in use causes no hashing; `create` below decides.
    const email = (await newEmail(this.#users, null, given.email)) as string;
    const secret = given.password === undefined ? NO_PASSWORD : await this.#hashed(given.password, email);
    return this.#insert(actor, { ...given, email }, secret);
  }

  /**
   * Changes the given fields. A new password or disabling ends every session of the account; the unfinished tasks of a disabled account
   * are cancelled.
   * Throws `not_found`, `email_in_use`, `last_admin`, `edit_conflict`.
   */
  async update(actor: Actor, id: string, given: UserChanges): Promise<UserView> {
    demand(actor, 'admin');
    const { password, email, ...rest } = given;
    // Checked and hashed once, outside the loop of tries.
    const set: Partial<User> = { ...rest };
    const stored = await this.#stored(id);
    checkAccount(given, stored);
    if (email !== undefined) set.email = await newEmail(this.#users, stored, email);
    if (password !== undefined) Object.assign(set, await this.#hashed(password, set.email ?? stored.email));
    const user = await this.#parts.changes.change(actor, id, withoutUndefined(set));
    // Also if it was already disabled: a repeated call finishes what a crash interrupted.
    if (given.is_active === false) await this.#parts.cancelTasksOf(id);
    return viewUser(user);
  }

  /** Ends its sessions and cancels its unfinished tasks. Throws `not_found`, `last_admin`. */
  async delete(actor: Actor, id: string): Promise<void> {
    demand(actor, 'admin');
    const { database, versions, sessions, audit } = this.#parts;
    const { email } = await this.#stored(id);
    const target = { type: 'user', id };
    const outcome = await this.#users.delete(
      id,
      audit.entry({ action: 'user.delete', actor, target, details: { email } }),
    );
    if (outcome === 'missing') throw new Fault('not_found');
    if (outcome === 'last_admin') throw new Fault('last_admin');
    await sessions.endAllOf(id);
    await database.apiKeys.deleteOf(id);
    await database.webhooks.deleteOf(id);
    await publishVersion(database, versions, id, null);
    await this.#parts.cancelTasksOf(id);
  }

  /** Creates the administrator if there is no account at all, even with the well-known password; returns whether it did. */
  async ensureAdmin(
    actor: Actor,
    admin: { email: string; password: string; fullname: string },
  ): Promise<boolean> {
    demand(actor, 'admin');
    if ((await this.#users.count({}, 1)) > 0) return false;
    try {
      const email = (await newEmail(this.#users, null, admin.email)) as string;
      const first = await this.#parts.passwords.hashFirst(admin.password, email);
      await this.#insert(actor, { fullname: admin.fullname, email, roles: ['admin'] }, first);
      return true;
    } catch (error) {
      // Another process started at the same moment and created it.
      if (error instanceof Fault && error.type === 'email_in_use') return false;
      throw error;
    }
  }

  /**
   * The e-mail of an active administrator who still has this password; null if none has. Used at the start in production with the
   * well-known password. It checks at most twenty accounts, so that the start stays fast.
   */
  async adminWithPassword(password: string): Promise<string | null> {
    const admins = await this.#users.page({ role: 'admin', is_active: true, limit: 20 });
    for (const { email, hashed_password } of admins) {
      if (hashed_password !== null && (await this.#parts.passwords.matches(hashed_password, password))) {
        return email;
      }
    }
    return null;
  }

  /** Sets a new password by e-mail and ends every session, for the command line. Throws `not_found`. */
  async resetPassword(actor: Actor, email: string, password: string): Promise<UserView> {
    const user = await findByEmail(this.#users, email);
    if (!user) throw new Fault('not_found');
    return this.update(actor, user.id, { password });
  }

  async #insert(
    actor: Actor,
    { email, ...given }: Omit<NewUser, 'password'>,
    secret: Secret,
  ): Promise<UserView> {
    const now = new Date().toISOString();
    const user: User = {
      id: newId(),
      email,
      ...secret,
      fullname: given.fullname ?? '',
      roles: given.roles ?? ['user'],
      is_active: given.is_active ?? true,
      quotas: given.quotas ?? null,
      last_sign_in_at: null,
      sign_in_places: [],
      version: 1,
      created_at: now,
      updated_at: now,
    };
    const entry = this.#parts.audit.entry({
      action: 'user.create',
      actor,
      target: { type: 'user', id: user.id },
      details: { email, roles: user.roles, has_password: user.hashed_password !== null },
    });
    if ((await this.#users.create(user, entry)) !== 'ok') throw new Fault('email_in_use');
    return viewUser(user);
  }

  async #hashed(password: string, email: string): Promise<Secret> {
    const hashed_password = await this.#parts.passwords.hash(password, { field: 'password', email });
    return { hashed_password, must_change_password: false };
  }

  async #stored(id: string): Promise<User> {
    const user = await this.#users.get(id);
    if (!user) throw new Fault('not_found');
    return user;
  }
}

/** An account keeps an e-mail that new accounts may no longer have. */
function accountFaults(
  email: string | undefined,
  password: string | undefined,
  stored: Pick<User, 'email'> | null,
): FaultDetail[] {
  const is_new = email !== undefined && !(stored && sameEmail(stored.email, email));
  const about = { field: 'password', email: email ?? stored?.email ?? '' };
  return [
    ...(is_new ? emailFaults(email) : []),
    ...(password === undefined ? [] : passwordFaults(password, about)),
  ];
}

/** Both faults in one answer. */
function checkAccount({ email, password }: UserChanges, stored: User | null): void {
  const details = accountFaults(email, password, stored);
  if (details.length > 0) throw new Fault('validation_failed', { details });
}

const withoutUndefined = <T extends object>(values: T): T =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;

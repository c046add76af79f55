import {
  type Database,
  newId,
  type Role,
  type User,
  type UserFilter,
  type VersionCache,
} from '../../data/contracts/index.ts';
import { Fault, type FaultType, invalid } from '../../errors.ts';
import { type AccountActor, seesAll } from '../actor.ts';
import type { Page, PageQuery } from '../paging.ts';
import { COUNT_CAP, cappedTotal, cursorAfter, nothingFound, pageStart, wordsOf } from '../paging.ts';
import { endSessionsOf, publishVersion } from './auth-service.ts';
import { checkedEmail, normalEmail } from './email.ts';
import type { HashTurns } from './hash-turns.ts';
import { hashPassword } from './passwords.ts';
import { type UserView, viewUser } from './user-view.ts';

/** Times a change is tried again when somebody else was faster. */
const TRIES = 5;

export interface NewUser {
  email: string;
  password: string;
  fullname?: string;
  roles?: Role[];
  is_active?: boolean;
}

export type UserChanges = Partial<NewUser>;

export type UserListQuery = PageQuery & { q?: string; role?: Role; is_active?: boolean };

export interface UserService {
  /** One's own account, or any for managers and administrators; another's is `permission_denied`. */
  get(actor: AccountActor, id: string): Promise<UserView>;
  /** Newest first. Throws `validation_failed` for an unreadable cursor. */
  list(query: UserListQuery): Promise<Page<UserView>>;
  /** Throws `email_in_use`, `validation_failed`, `overloaded`. */
  create(user: NewUser): Promise<UserView>;
  /**
   * Changes what is given; the rest stays. A new password or a disabled account ends every session of it.
   * Throws `not_found`, `email_in_use`, `last_admin`, `edit_conflict`.
   */
  update(id: string, changes: UserChanges): Promise<UserView>;
  /** One's own name and e-mail. */
  updateOwn(actor: AccountActor, changes: Pick<UserChanges, 'email' | 'fullname'>): Promise<UserView>;
  /** Ends its sessions and cancels what it left running. Throws `not_found`, `last_admin`. */
  delete(id: string): Promise<void>;
  /** Creates the administrator if there is no account at all; tells whether it did. */
  ensureAdmin(admin: { email: string; password: string; fullname: string }): Promise<boolean>;
  /** Sets a new password by e-mail and ends every session, for the command line. Throws `not_found`. */
  resetPassword(email: string, password: string): Promise<UserView>;
}

export interface UserParts {
  database: Pick<Database, 'users' | 'sessions'>;
  versions: VersionCache;
  hashTurns: HashTurns;
  /** Splits a search into lower-case words, as the stores do with names. */
  splitWords(text: string): string[];
  /** Cancels what a deleted account left running. */
  cancelTasksOf(user_id: string): Promise<void>;
}

/** Accounts. Every change is a compare-and-set in the database, then written to the versions, then answered. */
export function createUserService(parts: UserParts): UserService {
  const { database, versions, hashTurns } = parts;
  const { users } = database;
  const hashInTurn = (password: string) => hashTurns(() => hashPassword(checkedPassword(password)));

  async function changed(id: string, changes: UserChanges): Promise<UserView> {
    const { password, email, ...rest } = changes;
    // Checked and hashed once, outside the loop of tries.
    const set: Partial<User> = { ...withoutUndefined(rest) };
    if (email !== undefined) set.email = checkedEmail(email);
    if (password !== undefined) set.hashed_password = await hashInTurn(password);
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const user = await users.get(id);
      if (!user) throw new Fault('not_found');
      const next: User = {
        ...user,
        ...set,
        version: user.version + 1,
        updated_at: new Date().toISOString(),
      };
      const outcome = await users.save(next, user.version);
      if (outcome === 'conflict') continue;
      if (outcome !== 'ok') throw new Fault(outcome satisfies FaultType);
      if (set.hashed_password !== undefined || !next.is_active) {
        await endSessionsOf(database, versions, id, next.version);
      } else await publishVersion(database, versions, id, next.version);
      return viewUser(next);
    }
    throw new Fault('edit_conflict');
  }

  async function create(given: NewUser): Promise<UserView> {
    const email = checkedEmail(given.email);
    // Looked up first, so that an e-mail in use does not cost a hash; `create` below decides.
    if (await users.getByEmail(email)) throw new Fault('email_in_use');
    const now = new Date().toISOString();
    const user: User = {
      id: newId(),
      email,
      hashed_password: await hashInTurn(given.password),
      fullname: given.fullname ?? '',
      roles: given.roles ?? ['user'],
      is_active: given.is_active ?? true,
      version: 1,
      created_at: now,
      updated_at: now,
    };
    if ((await users.create(user)) !== 'ok') throw new Fault('email_in_use');
    return viewUser(user);
  }

  return {
    create,
    update: changed,
    updateOwn: (actor, { email, fullname }) => changed(actor.id, { email, fullname }),

    async get(actor, id) {
      if (id !== actor.id && !seesAll(actor)) throw new Fault('permission_denied');
      const user = await users.get(id);
      if (!user) throw new Fault('not_found');
      return viewUser(user);
    },

    async list({ q, role, is_active, ...paging }) {
      const start = pageStart(paging);
      const words = wordsOf(q, parts.splitWords);
      if (words?.length === 0) return nothingFound(start);
      const { after, offset, page, page_size } = start;
      const filter: UserFilter = withoutUndefined({ role, is_active, words });
      // One row more than asked for tells whether there is a next page.
      const [rows, count] = await Promise.all([
        users.page({ ...filter, ...withoutUndefined({ before_id: after, offset }), limit: page_size + 1 }),
        users.count(filter, COUNT_CAP + 1),
      ]);
      const shown = rows.slice(0, page_size);
      const last = shown.at(-1);
      return {
        items: shown.map(viewUser),
        ...cappedTotal({ count, complete: true }, 0),
        page,
        page_size,
        next_cursor: last && rows.length > page_size ? cursorAfter(last.id, page) : null,
      };
    },

    async delete(id) {
      const outcome = await users.delete(id);
      if (outcome === 'missing') throw new Fault('not_found');
      if (outcome === 'last_admin') throw new Fault('last_admin');
      await endSessionsOf(database, versions, id, null);
      await parts.cancelTasksOf(id);
    },

    async ensureAdmin({ email, password, fullname }) {
      if ((await users.count({}, 1)) > 0) return false;
      try {
        await create({ email, password, fullname, roles: ['admin'] });
        return true;
      } catch (error) {
        // Another process started at the same moment and created it.
        if (error instanceof Fault && error.type === 'email_in_use') return false;
        throw error;
      }
    },

    async resetPassword(email, password) {
      const user = await users.getByEmail(normalEmail(email));
      if (!user) throw new Fault('not_found');
      return changed(user.id, { password });
    },
  };
}

function checkedPassword(password: string): string {
  // Counted in characters as people see them in the rule, not in UTF-16 units.
  const length = [...password].length;
  if (length < 8 || length > 128)
    throw invalid('password', 'must have 8 to 128 characters', '必须为 8 到 128 个字符');
  return password;
}

const withoutUndefined = <T extends object>(values: T): T =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;

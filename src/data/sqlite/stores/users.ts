import type { SQLInputValue } from 'node:sqlite';
import type {
  AuditEntry,
  Quotas,
  Role,
  SignInPlace,
  User,
  UserFilter,
  UserPageQuery,
  UserStore,
  UserWrite,
} from '../../contracts/index.ts';
import { areQuotas, areSignInPlaces, areTexts, parsed } from '../../stored-values.ts';
import type { Prepare } from '../prepared.ts';
import { AFTER_ALL, rowOrder } from '../row-order.ts';
import { matchTerms, userTokens } from '../search-tokens.ts';
import type { SqliteReader } from '../sqlite-reader.ts';
import { flag, json, orNull, READABLE_VERSION, Table, text, version } from '../table.ts';
import type { Writes } from '../writes.ts';
import { addAuditEntry } from './audit.ts';

export const users = new Table<User>('users', {
  id: text(),
  email: text(),
  hashed_password: orNull(text()),
  must_change_password: flag,
  fullname: text(),
  roles: json<Role[]>([], areTexts),
  is_active: flag,
  quotas: orNull(json<Quotas | null>(null, areQuotas)),
  last_sign_in_at: orNull(text()),
  sign_in_places: json<SignInPlace[]>([], areSignInPlaces),
  version,
  created_at: text(),
  updated_at: text(),
});

/** None if they are damaged, as for whoever reads the account. */
function rolesIn(stored: string): Role[] {
  try {
    return parsed(stored, areTexts);
  } catch {
    // Reported by the reader, which has read the account before.
    return [];
  }
}

const isActiveAdmin = (user: Pick<User, 'is_active' | 'roles'>) =>
  user.is_active && user.roles.includes('admin');

/** Other rows that a write reads or changes together with the account. */
const userRows = (prepare: Prepare) => ({
  stored(id: string) {
    const row = prepare(
      `SELECT seq, ${READABLE_VERSION} AS version, is_active, roles FROM users WHERE id = ?`,
    ).get(id);
    return (
      row && {
        seq: row.seq as bigint,
        version: Number(row.version),
        is_active: row.is_active === 1n,
        roles: rolesIn(row.roles as string),
      }
    );
  },

  /** Refuses only writes that remove the last active administrator, so that a database without any can still be used. */
  anotherAdmin: (seq: bigint) =>
    prepare(
      `SELECT 1 FROM user_roles CROSS JOIN users ON users.seq = user_roles.seq
        WHERE role = 'admin' AND user_roles.seq <> ? AND is_active = 1 LIMIT 1`,
    ).get(seq) !== undefined,

  emailTaken: (email: string, id: string) =>
    prepare('SELECT 1 FROM users WHERE email = ? AND id <> ?').get(email, id) !== undefined,

  unlist(seq: bigint, roles: readonly string[]) {
    for (const role of roles) prepare('DELETE FROM user_roles WHERE role = ? AND seq = ?').run(role, seq);
    prepare('DELETE FROM user_search WHERE rowid = ?').run(seq);
  },

  list(seq: bigint, user: User) {
    for (const role of user.roles) prepare('INSERT OR IGNORE INTO user_roles VALUES (?, ?)').run(role, seq);
    const tokens = userTokens(user.fullname, user.email, user.roles);
    prepare('INSERT INTO user_search (rowid, words) VALUES (?, ?)').run(seq, tokens);
  },
});

/** The operations of the writer thread. */
export const userWrites = (prepare: Prepare) => {
  const { stored, anotherAdmin, emailTaken, unlist, list } = userRows(prepare);
  const audited = (entry: AuditEntry | undefined): 'ok' => {
    if (entry) addAuditEntry(prepare, entry);
    return 'ok';
  };

  return {
    createUser(user: User, entry?: AuditEntry): 'ok' | 'email_in_use' {
      if (emailTaken(user.email, user.id)) return 'email_in_use';
      let seq = rowOrder(user.id);
      while (prepare('SELECT 1 FROM users WHERE seq = ? AND id <> ?').get(seq, user.id)) seq += 1n;
      prepare(users.insert({ extra: ['seq'] })).run(seq, ...users.values(user));
      list(seq, user);
      return audited(entry);
    },

    saveUser(user: User, expected_version: number, entry?: AuditEntry): UserWrite {
      const old = stored(user.id);
      if (old?.version !== expected_version) return 'conflict';
      if (emailTaken(user.email, user.id)) return 'email_in_use';
      if (isActiveAdmin(old) && !isActiveAdmin(user) && !anotherAdmin(old.seq)) return 'last_admin';
      prepare(`UPDATE users SET ${users.assignments()} WHERE seq = ?`).run(...users.values(user), old.seq);
      unlist(old.seq, old.roles);
      list(old.seq, user);
      return audited(entry);
    },

    signedInUser(id: string, at: string, places: SignInPlace[]): number | null {
      const row = prepare(
        `UPDATE users SET last_sign_in_at = ?, sign_in_places = ?, version = ${READABLE_VERSION} + 1 WHERE id = ?
          RETURNING version`,
      ).get(at, JSON.stringify(places), id);
      return row ? Number(row.version) : null;
    },

    deleteUser(id: string, entry?: AuditEntry): 'ok' | 'missing' | 'last_admin' {
      const old = stored(id);
      if (!old) return 'missing';
      if (isActiveAdmin(old) && !anotherAdmin(old.seq)) return 'last_admin';
      prepare('DELETE FROM users WHERE seq = ?').run(old.seq);
      unlist(old.seq, old.roles);
      prepare('DELETE FROM preferences WHERE user_id = ?').run(id);
      prepare('DELETE FROM password_links WHERE user_id = ?').run(id);
      return audited(entry);
    },
  };
};

/** FROM and WHERE of a list of users, newest first by `order`; null when the filter can match nothing. */
function userQuery(filter: UserFilter, below: bigint) {
  const { role, is_active } = filter;
  const active = is_active === undefined ? [] : [is_active ? 1 : 0];
  const parts = (from: string, order: string, conditions: string[], values: SQLInputValue[]) => ({
    from: `FROM ${from} WHERE ${conditions.join(' AND ')}`,
    order: `ORDER BY ${order} DESC`,
    values,
  });
  const andActive = active.map(() => 'users.is_active = ?');
  if (filter.words?.length) {
    const terms = matchTerms({ words: filter.words, role });
    if (terms === null) return null;
    return parts(
      'user_search CROSS JOIN users ON users.seq = user_search.rowid',
      'user_search.rowid',
      ['user_search MATCH ?', 'user_search.rowid < ?', ...andActive],
      [terms.join(' AND '), below, ...active],
    );
  }
  if (role !== undefined) {
    return parts(
      'user_roles CROSS JOIN users ON users.seq = user_roles.seq',
      'user_roles.seq',
      ['user_roles.role = ?', 'user_roles.seq < ?', ...andActive],
      [role, below, ...active],
    );
  }
  return parts('users', 'users.seq', ['users.seq < ?', ...andActive], [below, ...active]);
}

const select = `SELECT ${users.columns} FROM users`;

export class SqliteUserStore implements UserStore {
  readonly #reader: SqliteReader;
  readonly #writes: Writes<typeof userWrites>;

  constructor(reader: SqliteReader, writes: Writes<typeof userWrites>) {
    this.#reader = reader;
    this.#writes = writes;
  }

  create(user: User, entry?: AuditEntry): Promise<'ok' | 'email_in_use'> {
    return this.#writes.createUser(user, entry);
  }

  async get(id: string): Promise<User | null> {
    return users.recordOrNull(this.#reader.list(`${select} WHERE id = ?`, id));
  }

  async getByEmail(email: string): Promise<User | null> {
    return users.recordOrNull(this.#reader.list(`${select} WHERE email = ?`, email));
  }

  async getMany(ids: string[]): Promise<User[]> {
    const sql = `${select} WHERE id IN (SELECT value FROM json_each(?))`;
    return users.records(this.#reader.lists(sql, JSON.stringify(ids)));
  }

  save(user: User, expected_version: number, entry?: AuditEntry): Promise<UserWrite> {
    return this.#writes.saveUser(user, expected_version, entry);
  }

  signedIn(id: string, at: string, places: SignInPlace[]): Promise<number | null> {
    return this.#writes.signedInUser(id, at, places);
  }

  delete(id: string, entry?: AuditEntry): Promise<'ok' | 'missing' | 'last_admin'> {
    return this.#writes.deleteUser(id, entry);
  }

  async page({ before_id, offset = 0, limit, ...filter }: UserPageQuery): Promise<User[]> {
    const below =
      before_id === undefined
        ? AFTER_ALL
        : (this.#reader.getBigInt('SELECT seq FROM users WHERE id = ?', before_id) ?? rowOrder(before_id));
    const query = userQuery(filter, below);
    if (!query) return [];
    const sql = `SELECT ${users.columns} ${query.from} ${query.order} LIMIT ? OFFSET ?`;
    return users.records(this.#reader.lists(sql, ...query.values, limit, offset));
  }

  async count(filter: UserFilter, cap: number): Promise<number> {
    const query = userQuery(filter, AFTER_ALL);
    if (!query) return 0;
    const sql = `SELECT count(*) AS n FROM (SELECT 1 ${query.from} LIMIT ?)`;
    return this.#reader.get(sql, ...query.values, cap)?.n as number;
  }
}

import type { SQLInputValue } from 'node:sqlite';
import type { User, UserFilter, UserStore } from '../contracts/index.ts';
import { AFTER_ALL, rowOrder } from './row-order.ts';
import { matchTerms } from './search-tokens.ts';
import { fromJson, type Row, type SqliteReader } from './sqlite-reader.ts';
import type { SqliteWriter } from './sqlite-writer.ts';

const USER_SELECT = [
  'id',
  'email',
  'hashed_password',
  'fullname',
  'roles',
  'is_active',
  'version',
  'created_at',
  'updated_at',
]
  .map((column) => `users.${column}`)
  .join(', ');

function userFromRow(row: Row): User {
  return { ...row, roles: fromJson(row.roles, []), is_active: row.is_active === 1 } as unknown as User;
}

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

export function createSqliteUserStore(reader: SqliteReader, writer: SqliteWriter): UserStore {
  const one = (column: 'id' | 'email', value: string) => {
    const row = reader.get(`SELECT ${USER_SELECT} FROM users WHERE ${column} = ?`, value);
    return row ? userFromRow(row) : null;
  };

  return {
    create: (user) => writer.run('createUser', user),
    get: async (id) => one('id', id),
    getByEmail: async (email) => one('email', email),

    async getMany(ids) {
      const sql = `SELECT ${USER_SELECT} FROM users WHERE id IN (SELECT value FROM json_each(?))`;
      return reader.all(sql, JSON.stringify(ids)).map(userFromRow);
    },

    save: (user, expected_version) => writer.run('saveUser', user, expected_version),
    delete: (id) => writer.run('deleteUser', id),

    async page({ before_id, offset = 0, limit, ...filter }) {
      const below =
        before_id === undefined
          ? AFTER_ALL
          : (reader.getBigInt('SELECT seq FROM users WHERE id = ?', before_id) ?? rowOrder(before_id));
      const query = userQuery(filter, below);
      if (!query) return [];
      const sql = `SELECT ${USER_SELECT} ${query.from} ${query.order} LIMIT ? OFFSET ?`;
      return reader.all(sql, ...query.values, limit, offset).map(userFromRow);
    },

    async count(filter, cap) {
      const query = userQuery(filter, AFTER_ALL);
      if (!query) return 0;
      const sql = `SELECT count(*) AS n FROM (SELECT 1 ${query.from} LIMIT ?)`;
      return reader.get(sql, ...query.values, cap)?.n as number;
    },
  };
}

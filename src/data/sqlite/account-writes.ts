/** The writes of users and sessions, as the writer thread runs them. */

import type { Session, User, UserWrite } from '../contracts/index.ts';
import type { Prepare } from './prepared.ts';
import { rowOrder } from './row-order.ts';
import { userTokens } from './search-tokens.ts';

const isActiveAdmin = (user: { is_active: boolean; roles: readonly string[] }) =>
  user.is_active && user.roles.includes('admin');

export const accountWrites = (prepare: Prepare) => {
  const stored = (id: string) => {
    const row = prepare('SELECT seq, version, is_active, roles FROM users WHERE id = ?').get(id);
    return (
      row && {
        seq: row.seq as bigint,
        version: Number(row.version),
        is_active: row.is_active === 1n,
        roles: JSON.parse(row.roles as string) as string[],
      }
    );
  };

  /** Only a write that takes an active administrator away is refused, so a database without any can still be worked with. */
  const anotherAdmin = (seq: bigint) =>
    prepare(
      `SELECT 1 FROM user_roles CROSS JOIN users ON users.seq = user_roles.seq
        WHERE role = 'admin' AND user_roles.seq <> ? AND is_active = 1 LIMIT 1`,
    ).get(seq) !== undefined;

  const emailTaken = (email: string, id: string) =>
    prepare('SELECT 1 FROM users WHERE email = ? AND id <> ?').get(email, id) !== undefined;

  const unlist = (seq: bigint, roles: readonly string[]) => {
    for (const role of roles) prepare('DELETE FROM user_roles WHERE role = ? AND seq = ?').run(role, seq);
    prepare('DELETE FROM user_search WHERE rowid = ?').run(seq);
  };
  const list = (seq: bigint, user: User) => {
    for (const role of user.roles) prepare('INSERT OR IGNORE INTO user_roles VALUES (?, ?)').run(role, seq);
    const tokens = userTokens(user.fullname, user.email, user.roles);
    prepare('INSERT INTO user_search (rowid, words) VALUES (?, ?)').run(seq, tokens);
  };

  return {
    createUser(user: User): 'ok' | 'email_in_use' {
      if (emailTaken(user.email, user.id)) return 'email_in_use';
      const insert = prepare(
        `INSERT INTO users
          (seq, id, email, hashed_password, fullname, roles, is_active, version, created_at, updated_at)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      );
      let seq = rowOrder(user.id);
      while (prepare('SELECT 1 FROM users WHERE seq = ? AND id <> ?').get(seq, user.id)) seq += 1n;
      insert.run(
        seq,
        user.id,
        user.email,
        user.hashed_password,
        user.fullname,
        JSON.stringify(user.roles),
        user.is_active ? 1 : 0,
        user.version,
        user.created_at,
        user.updated_at,
      );
      list(seq, user);
      return 'ok';
    },

    saveUser(user: User, expected_version: number): UserWrite {
      const old = stored(user.id);
      if (old?.version !== expected_version) return 'conflict';
      if (emailTaken(user.email, user.id)) return 'email_in_use';
      if (isActiveAdmin(old) && !isActiveAdmin(user) && !anotherAdmin(old.seq)) return 'last_admin';
      prepare(
        `UPDATE users SET email = ?, hashed_password = ?, fullname = ?, roles = ?, is_active = ?, version = ?,
          created_at = ?, updated_at = ? WHERE seq = ?`,
      ).run(
        user.email,
        user.hashed_password,
        user.fullname,
        JSON.stringify(user.roles),
        user.is_active ? 1 : 0,
        user.version,
        user.created_at,
        user.updated_at,
        old.seq,
      );
      unlist(old.seq, old.roles);
      list(old.seq, user);
      return 'ok';
    },

    deleteUser(id: string): 'ok' | 'missing' | 'last_admin' {
      const old = stored(id);
      if (!old) return 'missing';
      if (isActiveAdmin(old) && !anotherAdmin(old.seq)) return 'last_admin';
      prepare('DELETE FROM users WHERE seq = ?').run(old.seq);
      unlist(old.seq, old.roles);
      return 'ok';
    },

    createSession(session: Session): void {
      prepare(
        `INSERT INTO sessions (id, user_id, generation, rotated_at, expires_at, user_agent, ip)
          VALUES (?, ?, ?, ?, ?, ?, ?)`,
      ).run(
        session.id,
        session.user_id,
        session.generation,
        session.rotated_at,
        session.expires_at,
        session.user_agent,
        session.ip,
      );
    },

    rotateSession(id: string, generation: number, rotated_at: string, expires_at: string): boolean {
      const changed = prepare(
        `UPDATE sessions SET generation = generation + 1, rotated_at = ?, expires_at = ?
          WHERE id = ? AND generation = ?`,
      ).run(rotated_at, expires_at, id, generation);
      return changed === 1;
    },

    deleteSession(id: string): void {
      prepare('DELETE FROM sessions WHERE id = ?').run(id);
    },

    deleteSessionsOf(user_id: string): string[] {
      const rows = prepare('DELETE FROM sessions WHERE user_id = ? RETURNING id').all(user_id);
      return rows.map((row) => row.id as string);
    },

    purgeSessions(time: string, limit: number): number {
      const changed = prepare(
        `DELETE FROM sessions WHERE id IN
          (SELECT id FROM sessions WHERE expires_at < ? ORDER BY expires_at LIMIT ?)`,
      ).run(time, limit);
      return changed;
    },
  };
};

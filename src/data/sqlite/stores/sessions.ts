import type { Session, SessionStore } from '../../contracts/index.ts';
import { inSlices } from '../in-slices.ts';
import type { Prepare } from '../prepared.ts';
import type { SqliteReader } from '../sqlite-reader.ts';
import { number, Table, text } from '../table.ts';
import type { Writes } from '../writes.ts';

const sessions = new Table<Session>('sessions', {
  id: text(),
  user_id: text(),
  generation: number,
  rotated_at: text(),
  expires_at: text(),
  user_agent: text(),
  ip: text(),
});

/** The operations of the writer thread. */
export const sessionWrites = (prepare: Prepare) => ({
  createSession(session: Session, keep?: number): string[] {
    prepare(sessions.insert()).run(...sessions.values(session));
    if (keep === undefined) return [];
    const gone = prepare(
      `DELETE FROM sessions WHERE id IN
        (SELECT id FROM sessions WHERE user_id = ? AND id <> ? ORDER BY rotated_at DESC LIMIT -1 OFFSET ?)
        RETURNING id`,
    ).all(session.user_id, session.id, Math.max(0, keep - 1));
    return gone.map((row) => row.id as string);
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

  deleteSessionsOf(user_id: string, except: string): string[] {
    const rows = prepare('DELETE FROM sessions WHERE user_id = ? AND id <> ? RETURNING id').all(
      user_id,
      except,
    );
    return rows.map((row) => row.id as string);
  },

  purgeSessions(time: string, limit: number): number {
    return prepare(
      `DELETE FROM sessions WHERE id IN
        (SELECT id FROM sessions WHERE expires_at < ? ORDER BY expires_at LIMIT ?)`,
    ).run(time, limit);
  },
});

export class SqliteSessionStore implements SessionStore {
  readonly #reader: SqliteReader;
  readonly #writes: Writes<typeof sessionWrites>;

  constructor(reader: SqliteReader, writes: Writes<typeof sessionWrites>) {
    this.#reader = reader;
    this.#writes = writes;
  }

  create(session: Session, keep?: number): Promise<string[]> {
    return this.#writes.createSession(session, keep);
  }

  async listOf(user_id: string, limit: number): Promise<Session[]> {
    const sql = `SELECT ${sessions.columns} FROM sessions WHERE user_id = ? ORDER BY rotated_at DESC LIMIT ?`;
    return sessions.records(this.#reader.lists(sql, user_id, limit));
  }

  async get(id: string): Promise<Session | null> {
    return sessions.recordOrNull(
      this.#reader.list(`SELECT ${sessions.columns} FROM sessions WHERE id = ?`, id),
    );
  }

  rotate(id: string, generation: number, rotated_at: string, expires_at: string): Promise<boolean> {
    return this.#writes.rotateSession(id, generation, rotated_at, expires_at);
  }

  delete(id: string): Promise<void> {
    return this.#writes.deleteSession(id);
  }

  deleteOf(user_id: string, except = ''): Promise<string[]> {
    return this.#writes.deleteSessionsOf(user_id, except);
  }

  purge(time: string, limit: number): Promise<number> {
    return inSlices(limit, (slice) => this.#writes.purgeSessions(time, slice));
  }
}

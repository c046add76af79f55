import type { PasswordLink, PasswordLinkStore } from '../../contracts/index.ts';
import { inSlices } from '../in-slices.ts';
import type { Prepare } from '../prepared.ts';
import type { SqliteReader } from '../sqlite-reader.ts';
import { Table, text } from '../table.ts';
import type { Writes } from '../writes.ts';

const links = new Table<PasswordLink>('password_links', {
  user_id: text(),
  token_hash: text(),
  email: text(),
  created_at: text(),
  expires_at: text(),
});

/** The operations of the writer thread. */
export const passwordLinkWrites = (prepare: Prepare) => ({
  putPasswordLink(link: PasswordLink): void {
    prepare(links.insert({ or: 'OR REPLACE' })).run(...links.values(link));
  },

  takePasswordLink(token_hash: string): PasswordLink | null {
    const taken = prepare('DELETE FROM password_links WHERE token_hash = ? RETURNING *').get(token_hash);
    return taken ? links.named(taken) : null;
  },

  deletePasswordLinkOf(user_id: string): void {
    prepare('DELETE FROM password_links WHERE user_id = ?').run(user_id);
  },

  purgePasswordLinks(time: string, limit: number): number {
    return prepare(
      `DELETE FROM password_links WHERE user_id IN
        (SELECT user_id FROM password_links WHERE expires_at < ? ORDER BY expires_at LIMIT ?)`,
    ).run(time, limit);
  },
});

export class SqlitePasswordLinkStore implements PasswordLinkStore {
  readonly #reader: SqliteReader;
  readonly #writes: Writes<typeof passwordLinkWrites>;

  constructor(reader: SqliteReader, writes: Writes<typeof passwordLinkWrites>) {
    this.#reader = reader;
    this.#writes = writes;
  }

  put(link: PasswordLink): Promise<void> {
    return this.#writes.putPasswordLink(link);
  }

  async get(token_hash: string): Promise<PasswordLink | null> {
    const sql = `SELECT ${links.columns} FROM password_links WHERE token_hash = ?`;
    return links.recordOrNull(this.#reader.list(sql, token_hash));
  }

  take(token_hash: string): Promise<PasswordLink | null> {
    return this.#writes.takePasswordLink(token_hash);
  }

  deleteOf(user_id: string): Promise<void> {
    return this.#writes.deletePasswordLinkOf(user_id);
  }

  purge(time: string, limit: number): Promise<number> {
    return inSlices(limit, (slice) => this.#writes.purgePasswordLinks(time, slice));
  }
}

import type { ApiKey, ApiKeyPageQuery, ApiKeyStore } from '../../contracts/index.ts';
import { areTexts } from '../../stored-values.ts';
import { ownedScan } from '../owned-scan.ts';
import type { Prepare } from '../prepared.ts';
import type { SqliteReader } from '../sqlite-reader.ts';
import { json, orNull, Table, text } from '../table.ts';
import type { Writes } from '../writes.ts';

const keys = new Table<ApiKey>('api_keys', {
  id: text(),
  owner_id: text(),
  name: text(),
  key_hash: text(),
  prefix: text(),
  permissions: json<string[]>([], areTexts),
  expires_at: orNull(text()),
  created_at: text(),
  last_used_at: orNull(text()),
});

/** The operations of the writer thread. */
export const apiKeyWrites = (prepare: Prepare) => ({
  createApiKey(key: ApiKey, most: number): 'ok' | 'too_many' {
    const owned = prepare('SELECT count(*) AS n FROM api_keys WHERE owner_id = ?').get(key.owner_id);
    if (Number(owned?.n) >= most) return 'too_many';
    prepare(keys.insert()).run(...keys.values(key));
    return 'ok';
  },

  deleteApiKey(id: string): boolean {
    return prepare('DELETE FROM api_keys WHERE id = ?').run(id) === 1;
  },

  deleteApiKeysOf(owner_id: string): string[] {
    const rows = prepare('DELETE FROM api_keys WHERE owner_id = ? RETURNING id').all(owner_id);
    return rows.map((row) => row.id as string);
  },

  touchApiKeys(uses: { id: string; at: string }[]): void {
    for (const { id, at } of uses) {
      prepare(
        'UPDATE api_keys SET last_used_at = ? WHERE id = ? AND (last_used_at IS NULL OR last_used_at < ?)',
      ).run(at, id, at);
    }
  },
});

const select = `SELECT ${keys.columns} FROM api_keys`;

export class SqliteApiKeyStore implements ApiKeyStore {
  readonly #reader: SqliteReader;
  readonly #writes: Writes<typeof apiKeyWrites>;

  constructor(reader: SqliteReader, writes: Writes<typeof apiKeyWrites>) {
    this.#reader = reader;
    this.#writes = writes;
  }

  create(key: ApiKey, most: number): Promise<'ok' | 'too_many'> {
    return this.#writes.createApiKey(key, most);
  }

  async get(id: string): Promise<ApiKey | null> {
    return keys.recordOrNull(this.#reader.list(`${select} WHERE id = ?`, id));
  }

  async getByHash(key_hash: string): Promise<ApiKey | null> {
    return keys.recordOrNull(this.#reader.list(`${select} WHERE key_hash = ?`, key_hash));
  }

  async page({ limit, offset = 0, ...query }: ApiKeyPageQuery): Promise<ApiKey[]> {
    const { where, values } = ownedScan(query);
    const sql = `${select} WHERE ${where} ORDER BY id DESC LIMIT ? OFFSET ?`;
    return keys.records(this.#reader.lists(sql, ...values, limit, offset));
  }

  async count(filter: { owner_id?: string }, cap: number): Promise<number> {
    const { where, values } = ownedScan(filter);
    const sql = `SELECT count(*) AS n FROM (SELECT 1 FROM api_keys WHERE ${where} LIMIT ?)`;
    return this.#reader.get(sql, ...values, cap)?.n as number;
  }

  delete(id: string): Promise<boolean> {
    return this.#writes.deleteApiKey(id);
  }

  deleteOf(owner_id: string): Promise<string[]> {
    return this.#writes.deleteApiKeysOf(owner_id);
  }

  touch(uses: { id: string; at: string }[]): Promise<void> {
    return this.#writes.touchApiKeys(uses);
  }
}

/** The credential of a program, instead of a person's password. The key itself is not stored. */
export interface ApiKey {
  id: string;
  owner_id: string;
  name: string;
  /** SHA-256 of the key, hex. */
  key_hash: string;
  /** The first characters of the key, by which its owner recognizes it. */
  prefix: string;
  permissions: string[];
  /** Null = never. */
  expires_at: string | null;
  created_at: string;
  last_used_at: string | null;
}

export interface ApiKeyPageQuery {
  owner_id?: string;
  before_id?: string;
  offset?: number;
  limit: number;
}

export interface ApiKeyStore {
  /** `too_many` if the owner already has `most`, even if several are created at the same time. */
  create(key: ApiKey, most: number): Promise<'ok' | 'too_many'>;
  get(id: string): Promise<ApiKey | null>;
  getByHash(key_hash: string): Promise<ApiKey | null>;
  /** Newest first. */
  page(query: ApiKeyPageQuery): Promise<ApiKey[]>;
  count(filter: { owner_id?: string }, cap: number): Promise<number>;
  /** False when there was none. */
  delete(id: string): Promise<boolean>;
  /** Deletes every key of the account; returns the ids. */
  deleteOf(owner_id: string): Promise<string[]>;
  /** Stores when keys were used; an older time never replaces a newer one. */
  touch(uses: { id: string; at: string }[]): Promise<void>;
}

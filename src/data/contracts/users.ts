import type { AuditEntry } from './audit.ts';

export const ROLES = ['admin', 'manager', 'user', 'guest'] as const;
export type Role = (typeof ROLES)[number];

export const QUOTA_NAMES = ['active_tasks', 'tasks_per_day', 'running_items', 'stored_bytes'] as const;
export type QuotaName = (typeof QUOTA_NAMES)[number];

/** Limits of one account instead of those in the settings; 0 = no limit, absent = the setting. */
export type Quotas = Partial<Record<QuotaName, number>>;

/** An address from which an account signed in. */
export interface SignInPlace {
  /** An IPv4 address or an IPv6 /64 network. */
  block: string;
  at: string;
}

export interface User {
  id: string;
  /** Unique, lower-cased. */
  email: string;
  /** Null = the account cannot sign in until a password is set. */
  hashed_password: string | null;
  must_change_password: boolean;
  fullname: string;
  roles: Role[];
  is_active: boolean;
  quotas: Quotas | null;
  last_sign_in_at: string | null;
  /** Where it signed in recently, newest first; a short list. */
  sign_in_places: SignInPlace[];
  /** +1 with each change; copies of an older version are read again. */
  version: number;
  created_at: string;
  updated_at: string;
}

export interface UserFilter {
  /** Lower-case words; for each, a word of the name or the e-mail must begin with it. */
  words?: string[];
  role?: Role;
  is_active?: boolean;
}

export interface UserPageQuery extends UserFilter {
  before_id?: string;
  offset?: number;
  limit: number;
}

export type UserWrite = 'ok' | 'conflict' | 'email_in_use' | 'last_admin';

/**
 * A change includes its audit entry: with transactions, both are written or neither; otherwise, the entry is written before the call
 * resolves. A refused change writes no entry.
 */
export interface UserStore {
  create(user: User, entry?: AuditEntry): Promise<'ok' | 'email_in_use'>;
  get(id: string): Promise<User | null>;
  getMany(ids: string[]): Promise<User[]>;
  getByEmail(email: string): Promise<User | null>;
  /**
   * Replaces the user if the stored version still is `expected_version` (`conflict` otherwise, or if it no longer exists). Atomically
   * refuses changes that would leave no active administrator.
   */
  save(user: User, expected_version: number, entry?: AuditEntry): Promise<UserWrite>;
  /**
   * Sets `last_sign_in_at` and the places and raises the version by one, in one write; returns the new version, or null if the user no
   * longer exists.
   */
  signedIn(id: string, at: string, places: SignInPlace[]): Promise<number | null>;
  /** Also deletes the preferences and the password link. */
  delete(id: string, entry?: AuditEntry): Promise<'ok' | 'missing' | 'last_admin'>;
  /** Newest first. */
  page(query: UserPageQuery): Promise<User[]>;
  count(filter: UserFilter, cap: number): Promise<number>;
}

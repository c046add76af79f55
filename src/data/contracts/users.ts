import type { AuditEntry } from './audit.ts';

export const ROLES = ['admin', 'manager', 'user', 'guest'] as const;
export type Role = (typeof ROLES)[number];

export const QUOTA_NAMES = ['active_tasks', 'tasks_per_day', 'running_items', 'stored_bytes'] as const;
export type QuotaName = (typeof QUOTA_NAMES)[number];

/** Limits of one account in place of the settings'; 0 = no limit, left out = the setting's. */
export type Quotas = Partial<Record<QuotaName, number>>;

/** A place from which an account signed in. */
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
  /** Where it signed in lately, the newest first; few. */
  sign_in_places: SignInPlace[];
  /** +1 with each change; what is kept of an older version is read again. */
  version: number;
  created_at: string;
  updated_at: string;
}

export interface UserFilter {
  /** Lower-case words; each must begin a word of the name or the e-mail. */
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
 * A change takes the audit entry that tells of it: where there are transactions both are written or neither, elsewhere the entry is
 * written before the call resolves. None is written for a change that was refused.
 */
export interface UserStore {
  create(user: User, entry?: AuditEntry): Promise<'ok' | 'email_in_use'>;
  get(id: string): Promise<User | null>;
  getMany(ids: string[]): Promise<User[]>;
  getByEmail(email: string): Promise<User | null>;
  /**
   * Replaces the user if the stored version still is `expected_version` (`conflict` otherwise, or when it is gone).
   * Refuses, atomically, what would leave no active administrator.
   */
  save(user: User, expected_version: number, entry?: AuditEntry): Promise<UserWrite>;
  /**
   * Sets `last_sign_in_at` and the places, and raises the version by one, in one write; the new version, or null when the user is
   * gone.
   */
  signedIn(id: string, at: string, places: SignInPlace[]): Promise<number | null>;
  /** The preferences and the password link go with the user. */
  delete(id: string, entry?: AuditEntry): Promise<'ok' | 'missing' | 'last_admin'>;
  /** Newest first. */
  page(query: UserPageQuery): Promise<User[]>;
  count(filter: UserFilter, cap: number): Promise<number>;
}

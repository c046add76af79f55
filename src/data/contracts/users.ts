export const ROLES = ['admin', 'manager', 'user', 'guest'] as const;
export type Role = (typeof ROLES)[number];

export interface User {
  id: string;
  /** Unique, lower-cased. */
  email: string;
  hashed_password: string;
  fullname: string;
  roles: Role[];
  is_active: boolean;
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

export interface UserStore {
  create(user: User): Promise<'ok' | 'email_in_use'>;
  get(id: string): Promise<User | null>;
  getMany(ids: string[]): Promise<User[]>;
  getByEmail(email: string): Promise<User | null>;
  /**
   * Replaces the user if the stored version still is `expected_version` (`conflict` otherwise, or when it is gone).
   * Refuses, atomically, what would leave no active administrator.
   */
  save(user: User, expected_version: number): Promise<UserWrite>;
  delete(id: string): Promise<'ok' | 'missing' | 'last_admin'>;
  /** Newest first. */
  page(query: UserPageQuery): Promise<User[]>;
  count(filter: UserFilter, cap: number): Promise<number>;
}

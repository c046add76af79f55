import type { Role, User } from '../../data/contracts/index.ts';

/** An account as callers see it. */
export interface UserView {
  id: string;
  email: string;
  fullname: string;
  roles: Role[];
  is_active: boolean;
  created_at: string;
  updated_at: string;
}

/** The account without what only the server needs. */
export const viewUser = (user: User): UserView => ({
  id: user.id,
  email: user.email,
  fullname: user.fullname,
  roles: user.roles,
  is_active: user.is_active,
  created_at: user.created_at,
  updated_at: user.updated_at,
});

import type { User } from '@client';

export type Role = User['roles'][number];
export type Permission = 'read' | 'write' | 'delete' | 'admin';

export const ROLES: readonly Role[] = ['admin', 'manager', 'user', 'guest'];
export const PERMISSIONS: readonly Permission[] = ['read', 'write', 'delete', 'admin'];

/** What each role may do. The server decides; this says what to offer. */
export const PERMISSIONS_OF: Record<Role, readonly Permission[]> = {
  admin: ['read', 'write', 'delete', 'admin'],
  manager: ['read', 'write', 'delete'],
  user: ['read', 'write'],
  guest: ['read'],
};

export const may = (user: Pick<User, 'roles'>, permission: Permission): boolean =>
  user.roles.some((role) => PERMISSIONS_OF[role].includes(permission));

/** Managers and administrators see the tasks and accounts of all: they hold `delete`. */
export const seesAll = (user: Pick<User, 'roles'>): boolean => may(user, 'delete');

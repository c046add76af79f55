import type { User } from '@client';

export type Role = User['roles'][number];
export type Permission = 'read' | 'write' | 'delete' | 'admin';

export const ROLES: readonly Role[] = ['admin', 'manager', 'user', 'guest'];
export const PERMISSIONS: readonly Permission[] = ['read', 'write', 'delete', 'admin'];

/** The permissions of each role. The server enforces them; the console uses them to decide what to offer. */
export const PERMISSIONS_OF: Record<Role, readonly Permission[]> = {
  admin: ['read', 'write', 'delete', 'admin'],
  manager: ['read', 'write', 'delete'],
  user: ['read', 'write'],
  guest: ['read'],
};

export const may = (user: Pick<User, 'roles'>, permission: Permission): boolean =>
  user.roles.some((role) => PERMISSIONS_OF[role].includes(permission));

/** Whether the account sees the tasks and accounts of others, which the permission `delete` allows. */
export const seesAll = (user: Pick<User, 'roles'>): boolean => may(user, 'delete');

import type { Role } from '../data/contracts/index.ts';

export const PERMISSIONS = ['read', 'write', 'delete', 'admin'] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** The one table of who may do what. */
export const rolePermissions: Record<Role, readonly Permission[]> = {
  admin: ['read', 'write', 'delete', 'admin'],
  manager: ['read', 'write', 'delete'],
  user: ['read', 'write'],
  guest: ['read'],
};

/** Who calls: made from a checked access token, handed to every service method. */
export interface Caller {
  id: string;
  email: string;
  fullname: string;
  session_id: string;
  roles: readonly Role[];
}

export const may = (caller: Caller, permission: Permission): boolean =>
  caller.roles.some((role) => rolePermissions[role].includes(permission));

/** Managers and administrators see every task and account. */
export const seesAll = (caller: Caller): boolean =>
  caller.roles.includes('admin') || caller.roles.includes('manager');

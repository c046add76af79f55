import type { Role } from '../data/contracts/index.ts';

export type { Role };

export const PERMISSIONS = ['read', 'write', 'delete', 'admin'] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** The one table of who may do what. */
export const rolePermissions: Record<Role, readonly Permission[]> = {
  admin: ['read', 'write', 'delete', 'admin'],
  manager: ['read', 'write', 'delete'],
  user: ['read', 'write'],
  guest: ['read'],
};

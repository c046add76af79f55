/** Who causes a change or requests data. The first argument of every service method that changes or shows something is an actor. */
import { Fault } from '../errors.ts';
import type { Language } from '../runtime/said.ts';
import { PERMISSIONS, type Permission, type Role, rolePermissions } from './permissions.ts';

interface ActorBase {
  readonly permissions: readonly Permission[];
  /** IP address of the request; null inside the program and on the command line. */
  readonly address: string | null;
  readonly request_id: string | null;
  /** `User-Agent` of the request. */
  readonly user_agent: string | null;
  /** W3C `traceparent` of the request; null without traces. */
  readonly trace: string | null;
  /** In which what the server says is read. Default English. */
  readonly language?: Language;
}

/** A signed-in person, or a program with an API key of that person. `id`, `email` and `fullname` are of the account. */
export interface AccountActor extends ActorBase {
  readonly kind: 'user' | 'api_key';
  readonly id: string;
  readonly email: string;
  readonly fullname: string;
  /** Id of the session or of the API key. */
  readonly credential_id: string;
}

/** The program itself: the scheduler, a worker, the command line. */
export interface SystemActor extends ActorBase {
  readonly kind: 'system';
  readonly id: null;
  readonly email: null;
}

export type Actor = AccountActor | SystemActor;

export const systemActor: SystemActor = {
  kind: 'system',
  id: null,
  email: null,
  permissions: PERMISSIONS,
  address: null,
  request_id: null,
  user_agent: null,
  trace: null,
};

export const may = (actor: Actor, permission: Permission): boolean => actor.permissions.includes(permission);

/** Throws `permission_denied` if the actor does not have the permission. */
export function demand(actor: Actor, permission: Permission): void {
  if (!may(actor, permission)) throw new Fault('permission_denied');
}

/** Everybody with the permission `delete` (managers, administrators) sees every task and account. */
export const seesAll = (actor: Actor): boolean => may(actor, 'delete');

/** The permissions of all roles together. */
export function permissionsOf(roles: readonly Role[]): readonly Permission[] {
  const [only] = roles;
  if (roles.length === 1 && only) return rolePermissions[only];
  return PERMISSIONS.filter((permission) => roles.some((role) => rolePermissions[role].includes(permission)));
}

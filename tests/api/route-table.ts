/** The routes of the application, as a test of all of them walks through them. */
import type { RouteOptions } from 'fastify';
import { buildApp } from '../../src/api/build-app.ts';
import type { AccessRule } from '../../src/api/fastify-types.ts';
import { ROLES, type Role } from '../../src/data/contracts/index.ts';
import { openEngine } from '../support/engine.ts';

/**
 * Design §8: who may call what. Written out here once more, on purpose: the walk compares every route of the application
 * with this table, so that a route nobody thought about fails.
 */
export const accessTable: Record<string, AccessRule> = {
  'POST /api/v1/auth/login': 'public',
  'POST /api/v1/auth/token': 'public',
  'POST /api/v1/auth/refresh': 'public',
  'POST /api/v1/auth/logout': 'public',
  'POST /api/v1/auth/password': 'public',
  'POST /api/v1/auth/password/check': 'public',
  'GET /api/v1/auth/password-link': 'public',
  'POST /api/v1/auth/password-link': 'public',
  'GET /api/v1/audit-log': 'admin',
  'POST /api/v1/api-keys': 'read',
  'GET /api/v1/api-keys': 'read',
  'DELETE /api/v1/api-keys/:id': 'read',
  'GET /api/v1/users/me/sessions': 'read',
  'DELETE /api/v1/users/me/sessions': 'read',
  'DELETE /api/v1/users/me/sessions/:id': 'read',
  'GET /api/v1/users/me/preferences': 'read',
  'GET /api/v1/users/me/quotas': 'read',
  'PUT /api/v1/users/me/preferences': 'read',
  'GET /api/v1/users/:id/sessions': 'admin',
  'DELETE /api/v1/users/:id/sessions': 'admin',
  'DELETE /api/v1/users/:id/sessions/:session_id': 'admin',
  'POST /api/v1/users/:id/password-link': 'admin',
  'GET /api/v1/users/me': 'read',
  'PATCH /api/v1/users/me': 'read',
  'PUT /api/v1/users/me/password': 'read',
  'GET /api/v1/users': 'oversee',
  'POST /api/v1/users': 'admin',
  'GET /api/v1/users/:id': 'read',
  'PUT /api/v1/users/:id': 'admin',
  'DELETE /api/v1/users/:id': 'admin',
  'POST /api/v1/schedules': 'write',
  'GET /api/v1/schedules': 'write',
  'POST /api/v1/schedules/preview': 'write',
  'GET /api/v1/schedules/:id': 'write',
  'PATCH /api/v1/schedules/:id': 'write',
  'DELETE /api/v1/schedules/:id': 'write',
  'POST /api/v1/schedules/:id/run': 'write',
  'POST /api/v1/webhooks': 'write',
  'GET /api/v1/webhooks': 'write',
  'GET /api/v1/webhooks/:id': 'write',
  'PATCH /api/v1/webhooks/:id': 'write',
  'DELETE /api/v1/webhooks/:id': 'write',
  'POST /api/v1/webhooks/:id/rotate-secret': 'write',
  'POST /api/v1/webhooks/:id/test': 'write',
  'GET /api/v1/webhooks/:id/deliveries': 'write',
  'POST /api/v1/webhooks/:id/deliveries/:delivery_id/redeliver': 'write',
  'GET /api/v1/task-types': 'read',
  'POST /api/v1/task-types/:type/pause': 'admin',
  'POST /api/v1/task-types/:type/resume': 'admin',
  'GET /api/v1/workers': 'oversee',
  'GET /api/v1/system': 'oversee',
  'GET /api/v1/statistics': 'oversee',
  'POST /api/v1/workers/:id/drain': 'admin',
  'POST /api/v1/tasks': 'write',
  'POST /api/v1/tasks/preview': 'write',
  'POST /api/v1/tasks/batch': 'write',
  'POST /api/v1/tasks/bulk': 'write',
  'PATCH /api/v1/tasks/:id': 'write',
  'GET /api/v1/tasks': 'read',
  'GET /api/v1/tasks/:id': 'read',
  'DELETE /api/v1/tasks/:id': 'write',
  'GET /api/v1/tasks/:id/items': 'read',
  'GET /api/v1/tasks/:id/items/:index': 'read',
  'GET /api/v1/tasks/:id/items/:index/logs': 'read',
  'GET /api/v1/tasks/:id/items/:index/files/:name': 'link-or-read',
  'POST /api/v1/tasks/:id/cancel': 'write',
  'POST /api/v1/tasks/:id/retry': 'write',
  'GET /api/v1/tasks/:id/archive': 'link-or-read',
  'GET /api/v1/tasks/:id/thumbnail': 'link-or-read',
  'GET /api/v1/tasks/:id/grid': 'link-or-read',
  'GET /api/v1/tasks/:id/events': 'read',
  'GET /api/v1/tasks/events': 'read',
};
export const rolesOf: Record<AccessRule, readonly Role[]> = {
  public: ROLES,
  read: ROLES,
  'link-or-read': ROLES,
  write: ['admin', 'manager', 'user'],
  delete: ['admin', 'manager'],
  oversee: ['admin', 'manager'],
  admin: ['admin'],
};

/** The same whatever they stand on: a running process does not tell what each one declares. */
export async function readRoutes(): Promise<RouteOptions[]> {
  const routes: RouteOptions[] = [];
  const engine = await openEngine();
  const app = buildApp(engine.services, engine.settings);
  app.addHook('onRoute', (route) => void routes.push(route));
  await app.ready();
  await app.close();
  await engine.stop();
  return routes;
}

/** `POST /api/v1/tasks`, without a slash at the end. */
export const nameOf = ({ method, url }: RouteOptions) => `${method} ${url.replace(/(.)\/$/, '$1')}`;

/** Each call under `/api` once, by its name. */
export const callsOf = (routes: RouteOptions[]): RouteOptions[] => [
  ...new Map(
    routes
      .filter(({ url, method }) => url.startsWith('/api/') && method !== 'HEAD' && method !== 'OPTIONS')
      .map((route) => [nameOf(route), route]),
  ).values(),
];

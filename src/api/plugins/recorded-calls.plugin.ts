import type { FastifyContextConfig, preHandlerAsyncHookHandler } from 'fastify';
import fp from 'fastify-plugin';
import type { AuditLimit } from '../../services/audit/audit-limit.ts';
import type { App } from '../fastify-types.ts';

/** Calls for everybody whose audit entries an ordinary account causes by changing what belongs to it; its own tasks cause none. */
export const isRecordedOfAnybody = ({ access, audit }: FastifyContextConfig): boolean =>
  (access === 'read' || access === 'write') && audit !== undefined && !/^(none: |task\.)/.test(audit);

/** Limits how many entries one account can add to the audit log. */
export const recordedCalls = fp(async (app: App, { auditLimit }: { auditLimit: AuditLimit }) => {
  const count: preHandlerAsyncHookHandler = ({ actor }) => auditLimit.count(actor);
  app.addHook('onRoute', (route) => {
    // After the faults of the request are known: a refused call changes nothing and is not counted.
    if (isRecordedOfAnybody(route.config ?? {}))
      route.preHandler = [...[route.preHandler ?? []].flat(), count];
  });
});

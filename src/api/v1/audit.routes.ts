import { ok } from '../envelope.ts';
import type { App } from '../fastify-types.ts';
import { answer } from '../schemas/answers.schema.ts';
import { AuditQuery, auditExample, Entry } from '../schemas/audit.schema.ts';
import { pageExample, pageOf } from '../schemas/fields.schema.ts';
import type { Services } from '../services.ts';

/** The audit log, under `/audit-log`. No route changes entries. */
export async function auditRoutes(app: App, { services: { audit } }: { services: Services }) {
  app.get(
    '/',
    {
      config: { access: 'admin', no_keys: true },
      schema: {
        tags: ['Operation'],
        operationId: 'listAuditEntries',
        summary: 'List audit entries, newest first',
        querystring: AuditQuery,
        response: { 200: answer(pageOf(Entry), pageExample(auditExample)) },
      },
    },
    async (request) => ok(request, await audit.list(request.actor, request.query)),
  );
}

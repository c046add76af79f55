import { ok } from '../envelope.ts';
import type { App } from '../fastify-types.ts';
import { answer } from '../schemas/answers.schema.ts';
import { OwnQuotas, quotasExample } from '../schemas/quota.schema.ts';
import type { Services } from '../services.ts';

/** The quotas of the caller, under `/users/me/quotas`. */
export async function quotaRoutes(app: App, { services: { quotas } }: { services: Services }) {
  app.get(
    '/',
    {
      config: { access: 'read' },
      schema: {
        tags: ['Users'],
        operationId: 'getQuotas',
        summary: 'Get your quotas and what you use of them',
        description:
          'A limit of 0 means no limit. Administrators have no limits. Days are UTC days. Counting stops at the limit, or at 10,000.',
        response: { 200: answer(OwnQuotas, quotasExample) },
      },
    },
    async (request) => ok(request, await quotas.view(request.actor)),
  );
}

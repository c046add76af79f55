import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { Fault } from '../errors.ts';
import type { MetricsPage } from '../telemetry/metrics-page.ts';
import type { App } from './fastify-types.ts';
import { headers, retryAfter } from './schemas/answers.schema.ts';
import type { Services } from './services.ts';

const tags = ['Operation'];
const Status = Type.Enum(['ok', 'unavailable'], { type: 'string', title: 'PartStatus' });
const Report = Type.Object(
  { status: Status, parts: Type.Record(Type.String(), Status) },
  { title: 'HealthReport' },
);
const example = { status: 'ok', parts: { database: 'ok', queue: 'ok', events: 'ok', files: 'ok' } };
const requestId = { 'x-request-id': headers['x-request-id'] };
const json = (description: string, schema: object, shown: unknown, more = {}) => ({
  description,
  headers: { ...requestId, ...more },
  content: { 'application/json': { schema, example: shown } },
});

const away = {
  status: 'unavailable',
  parts: { database: 'unavailable', queue: 'ok', events: 'ok', files: 'ok' },
};

/** Routes for monitoring: without sign-in, response format or limits. */
export async function healthRoutes(app: App, { services }: { services: Services }) {
  statusRoutes(app, services);
  metricsRoute(app);
}

/** The current status of each component. */
async function report(services: Services) {
  const entries = Object.entries(await services.health());
  const status = (good: boolean) => (good ? 'ok' : 'unavailable') as 'ok' | 'unavailable';
  return {
    status: status(entries.every(([, good]) => good)),
    parts: Object.fromEntries(entries.map(([name, good]) => [name, status(good)])),
  };
}

function statusRoutes(app: App, services: Services): void {
  app.get(
    '/health',
    {
      config: { access: 'public' },
      schema: {
        tags,
        operationId: 'health',
        summary: 'Get the status of each component',
        description:
          'The status code is always 200. Use `/health/ready` for a status code that reflects the result.',
        response: { 200: json('Status of each component.', Report, example) },
      },
    },
    () => report(services),
  );

  app.get(
    '/health/live',
    {
      config: { access: 'public' },
      schema: {
        tags,
        operationId: 'live',
        summary: 'Check that the process is running',
        response: {
          200: json('The process is running.', Type.Object({ status: Status }, { title: 'Liveness' }), {
            status: 'ok',
          }),
        },
      },
    },
    async () => ({ status: 'ok' as const }),
  );

  app.get(
    '/health/ready',
    {
      config: { access: 'public' },
      schema: {
        tags,
        operationId: 'ready',
        summary: 'Check that the process can serve requests',
        description:
          'Requires the database. The queue may be unreachable: accounts and tasks are read from the database. A process that was asked to stop answers 503 for `SHUTDOWN_DELAY` seconds and still serves, so that a load balancer can send requests elsewhere.',
        response: {
          200: json('The database is reachable.', Report, example),
          503: json(
            'The database is unreachable, or the process is about to stop.',
            Report,
            away,
            retryAfter,
          ),
        },
      },
    },
    async (_request, reply) => {
      const body = await report(services);
      const leaving = services.leaving();
      if (leaving)
        Object.assign(body, { status: 'unavailable', parts: { ...body.parts, process: 'unavailable' } });
      if (leaving || body.parts.database === 'unavailable') reply.code(503).header('retry-after', 2);
      return body;
    },
  );
}

function metricsRoute(app: App): void {
  app.get(
    '/metrics',
    {
      config: { access: 'public', faults: ['not_found'] },
      schema: {
        tags,
        operationId: 'metrics',
        summary: 'Get metrics for Prometheus',
        description: 'Made at most once per second. Answers 404 if `METRICS_ENABLED` is false.',
        response: {
          200: {
            description: 'The metrics.',
            headers: requestId,
            content: { 'text/plain': { schema: Type.String(), example: '# HELP …' } },
          },
        },
      },
    },
    async (_request, reply) => {
      if (!app.metrics) throw new Fault('not_found');
      return sendPage(app.metrics, reply);
    },
  );
}

/** The schema of the answer describes a text; the bytes of one are sent as they are. */
const sendPage = async (
  page: Pick<MetricsPage, 'type' | 'read'>,
  reply: FastifyReply,
): Promise<FastifyReply> => reply.type(page.type).send(await page.read());

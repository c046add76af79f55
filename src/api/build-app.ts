import cors from '@fastify/cors';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, { type FastifyBaseLogger, LogController } from 'fastify';
import { version } from '../runtime/version.ts';
import type { Settings } from '../settings.ts';
import type { ConsoleSource } from './console-source.ts';
import { originsOf } from './cross-site.ts';
import type { App } from './fastify-types.ts';
import { healthRoutes } from './health.routes.ts';
import { refuseUnreadable, serverOf } from './http-server.ts';
import { lazySerializers } from './lazy-serializers.ts';
import { authentication } from './plugins/authentication.plugin.ts';
import { bodies } from './plugins/bodies.plugin.ts';
import { consolePages } from './plugins/console.plugin.ts';
import { docsPages } from './plugins/docs.plugin.ts';
import { faultOf, faults, LONGEST_SEGMENT, sendFault } from './plugins/faults.plugin.ts';
import { limits } from './plugins/limits.plugin.ts';
import { metrics } from './plugins/metrics.plugin.ts';
import type { openapi } from './plugins/openapi.plugin.ts';
import { queryRules } from './plugins/query-rules.plugin.ts';
import { recordedCalls } from './plugins/recorded-calls.plugin.ts';
import { constantHeaders, requests } from './plugins/requests.plugin.ts';
import { signInCalls } from './plugins/sign-in-calls.plugin.ts';
import { traces } from './plugins/traces.plugin.ts';
import { validation } from './plugins/validation.plugin.ts';
import { RequestIds } from './request-ids.ts';
import { accountSchemas } from './schemas/account-schemas.ts';
import { Fault as FaultSchema } from './schemas/answers.schema.ts';
import { operationSchemas } from './schemas/operation.schema.ts';
import { scheduleSchemas } from './schemas/schedule.schema.ts';
import { taskSchemas } from './schemas/task.schema.ts';
import { webhookSchemas } from './schemas/webhook.schema.ts';
import type { Services } from './services.ts';
import { apiKeyRoutes } from './v1/api-keys.routes.ts';
import { auditRoutes } from './v1/audit.routes.ts';
import { authRoutes } from './v1/auth.routes.ts';
import { scheduleRoutes } from './v1/schedules.routes.ts';
import { systemRoutes } from './v1/system.routes.ts';
import { taskBulkRoutes } from './v1/task-bulk.routes.ts';
import { taskChangeRoutes } from './v1/task-changes.routes.ts';
import { taskDownloadRoutes } from './v1/task-downloads.routes.ts';
import { taskEventRoutes } from './v1/task-events.routes.ts';
import { taskItemRoutes } from './v1/task-items.routes.ts';
import { taskThumbnailRoutes } from './v1/task-thumbnails.routes.ts';
import { taskTypeRoutes } from './v1/task-types.routes.ts';
import { taskRoutes } from './v1/tasks.routes.ts';
import { userRoutes } from './v1/users.routes.ts';
import { webhookRoutes } from './v1/webhooks.routes.ts';
import { workerRoutes } from './v1/workers.routes.ts';

export interface BuildOptions {
  /** If omitted, nothing is logged. */
  logger?: FastifyBaseLogger;
  /** The web console; if omitted, `/` leads to the docs. */
  console?: ConsoleSource;
  /** Collects the routes for the OpenAPI document. A server does without: see `documentText`. */
  openapi?: typeof openapi;
}

/**
 * The HTTP application over these services. It does not listen. `settings.SECRET_KEY` must be set, either from the environment or from
 * the database.
 */
export function buildApp(services: Services, settings: Settings, options: BuildOptions = {}): App {
  const request_ids = new RequestIds(settings.TRUST_PROXY);
  const app: App = Fastify({
    ...(options.logger ? { loggerInstance: options.logger } : { logger: false }),
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request_id' }),
    genReqId: (request) => request_ids.of(request),
    // Only the nearest proxy is trusted: earlier entries in X-Forwarded-For can be forged by the client.
    trustProxy: settings.TRUST_PROXY && ((_address: string, hop: number) => hop < 1),
    bodyLimit: 1_048_576,
    schemaController: { compilersFactory: { buildSerializer: lazySerializers } },
    serverFactory: (handler, { http }) => serverOf(handler, http ?? {}, () => app.log),
    // Requests that arrive while the server closes are still answered; their connection then ends.
    return503OnClosing: false,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: LONGEST_SEGMENT },
    frameworkErrors(error, request, reply) {
      constantHeaders(request, reply);
      sendFault(faultOf(error, request), request, reply);
    },
    clientErrorHandler: (error, socket) => refuseUnreadable(error, socket, request_ids.of(), app.log),
  }).withTypeProvider<TypeBoxTypeProvider>();

  const schemas = [
    ...accountSchemas,
    ...operationSchemas,
    ...taskSchemas,
    ...scheduleSchemas,
    ...webhookSchemas,
  ];
  for (const schema of [FaultSchema, ...schemas]) app.addSchema(schema);

  // Registered first, so that answers of other hooks that refuse a request have these headers, too.
  app.register(requests);
  app.register(faults);
  if (services.traces) app.register(traces, { traces: services.traces });
  if (settings.METRICS_ENABLED) app.register(metrics, { services });
  if (settings.CORS_ORIGINS) {
    app.addHook('onRequest', (request, reply, done) => {
      // An OPTIONS request that is not a browser's preflight is treated like any other method that the path does not allow.
      const asked = request.headers.origin && request.headers['access-control-request-method'];
      if (request.method === 'OPTIONS' && !asked) return reply.callNotFound();
      done();
    });
    app.register(cors, corsOptions(settings));
  }
  app.register(limits);
  app.register(signInCalls, { services, settings });
  app.register(validation);
  app.register(queryRules);
  app.register(bodies);
  app.register(authentication, { access: services.access, settings });
  app.register(recordedCalls, { auditLimit: services.auditLimit });
  if (options.openapi) app.register(options.openapi, { version });

  registerRoutes(app, services, settings, options);
  return app;
}

function registerRoutes(app: App, services: Services, settings: Settings, options: BuildOptions): void {
  app.register(healthRoutes, { services });
  app.register(docsPages);
  app.register(consolePages, { source: options.console });
  app.register(authRoutes, { prefix: '/api/v1/auth', services, settings });
  app.register(userRoutes, { prefix: '/api/v1/users', services, settings });
  app.register(apiKeyRoutes, { prefix: '/api/v1/api-keys', services });
  app.register(auditRoutes, { prefix: '/api/v1/audit-log', services });
  app.register(systemRoutes, { prefix: '/api/v1', services });
  app.register(workerRoutes, { prefix: '/api/v1/workers', services });
  app.register(taskTypeRoutes, { prefix: '/api/v1/task-types', services });
  app.register(taskRoutes, { prefix: '/api/v1/tasks', services });
  app.register(taskChangeRoutes, { prefix: '/api/v1/tasks', services });
  app.register(taskBulkRoutes, { prefix: '/api/v1/tasks', services });
  app.register(taskItemRoutes, { prefix: '/api/v1/tasks', services, settings });
  app.register(scheduleRoutes, { prefix: '/api/v1/schedules', services });
  app.register(taskDownloadRoutes, { prefix: '/api/v1/tasks', services, settings });
  app.register(taskThumbnailRoutes, { prefix: '/api/v1/tasks', services });
  app.register(webhookRoutes, { prefix: '/api/v1/webhooks', services });
  app.register(taskEventRoutes, { prefix: '/api/v1/tasks', services, settings });
}

function corsOptions({ CORS_ORIGINS }: Settings) {
  const origins = originsOf(CORS_ORIGINS);
  return {
    origin: origins.includes('*') ? '*' : origins,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders: ['x-request-id', 'retry-after', 'etag', 'content-disposition', 'content-range'],
    maxAge: 600,
  };
}

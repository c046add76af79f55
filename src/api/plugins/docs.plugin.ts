import helmet from '@fastify/helmet';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import fp from 'fastify-plugin';
import type { App } from '../fastify-types.ts';
import { describe, shareFaults, tags } from '../openapi.ts';

/** Collects the routes for the OpenAPI document; to be registered before them. */
export const openapi = fp(async (app: App, { version }: { version: string }) => {
  app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Backend2',
        version,
        description:
          'Accounts, roles and long-running tasks. Every body under `/api` is `{code, message, data}`; faults add `error` and `request_id`.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: '/' }],
      tags,
      components: {
        securitySchemes: {
          password: {
            type: 'oauth2',
            description: 'Sign in with e-mail and password.',
            flows: { password: { tokenUrl: '/api/v1/auth/token', scopes: {} } },
          },
          bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        },
      },
    },
    refResolver: { buildLocalReference: (json, _base, _fragment, i) => String(json.$id ?? `def-${i}`) },
    transform: ({ schema, url, route }) => ({ schema: describe(schema, url, route), url }),
    transformObject: (document) => shareFaults(document),
  });
});

/** The API's own page and its document: `/docs` and `/openapi.json`. */
export async function docsPages(app: App) {
  app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'self'"],
        'img-src': ["'self'", 'data:'],
        // Swagger UI writes style attributes; it needs no inline script.
        'style-src': ["'self'", "'unsafe-inline'"],
        'object-src': ["'none'"],
        'base-uri': ["'self'"],
        'frame-ancestors': ["'self'"],
      },
    },
    // The server speaks plain HTTP; whether its name is to be HTTPS only is the proxy's to say.
    strictTransportSecurity: false,
  });
  app.register(swaggerUi, {
    routePrefix: '/docs',
    uiConfig: {
      persistAuthorization: true,
      displayRequestDuration: true,
      docExpansion: 'list',
    },
    // The bar at the top belongs to Swagger UI's own demonstration: a logo, and a field for other documents.
    theme: {
      title: 'Backend2 API',
      css: [{ filename: 'page.css', content: '.swagger-ui .topbar { display: none }' }],
    },
  });
  app.get(
    '/openapi.json',
    { config: { access: 'public' }, schema: { hide: true } },
    async (_request, reply) => {
      reply.header('access-control-allow-origin', '*');
      return app.swagger();
    },
  );
}

import helmet from '@fastify/helmet';
import swaggerUi from '@fastify/swagger-ui';
import type { App } from '../fastify-types.ts';

/** The API's own page, `/docs`, and the document it shows, `/openapi.json`. */
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

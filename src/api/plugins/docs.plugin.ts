import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import helmet from '@fastify/helmet';
import swaggerUi from '@fastify/swagger-ui';
import { ConstantAnswer } from '../constant-answer.ts';
import type { App } from '../fastify-types.ts';
import { DOCS_STYLE } from './docs-style.ts';

const ASSETS = join(dirname(createRequire(import.meta.url).resolve('@fastify/swagger-ui')), 'static');
const TYPES: Record<string, string> = {
  '.js': 'application/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.html': 'text/html; charset=utf-8',
};
/** Files that the plugin creates, or that are for other ways of showing the page. */
const NOT_SERVED = new Set(['index.html', 'swagger-ui.js']);

/** The page of the API, `/docs`, and its document, `/openapi.json`. */
export async function docsPages(app: App) {
  app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'self'"],
        'img-src': ["'self'", 'data:'],
        // Swagger UI writes style attributes; it needs no inline scripts.
        'style-src': ["'self'", "'unsafe-inline'"],
        'object-src': ["'none'"],
        'base-uri': ["'self'"],
        'frame-ancestors': ["'self'"],
      },
    },
    // The server speaks plain HTTP; the proxy decides whether its name is HTTPS only.
    strictTransportSecurity: false,
  });

  const document = new ConstantAnswer('application/json; charset=utf-8', () =>
    Buffer.from(JSON.stringify(app.swagger())),
  );
  const instead: Record<string, ConstantAnswer | null> = {
    '/docs/json': document,
    '/docs/yaml': new ConstantAnswer('application/yaml; charset=utf-8', () =>
      Buffer.from(app.swagger({ yaml: true })),
    ),
    // Reads files from disk for every call; the files that the page needs have separate routes below.
    '/docs/static/*': null,
  };
  app.addHook('onRequest', (request, reply, done) => {
    const answer = instead[request.routeOptions.url ?? ''];
    if (answer === undefined) return done();
    if (answer === null) reply.callNotFound();
    else answer.send(request, reply);
  });
  app.register(swaggerUi, {
    routePrefix: '/docs',
    uiConfig: {
      persistAuthorization: true,
      displayRequestDuration: true,
      docExpansion: 'list',
    },
    theme: { title: 'Backend2 API', css: [{ filename: 'page.css', content: DOCS_STYLE }] },
  });

  const hidden = { config: { access: 'public' }, schema: { hide: true } } as const;
  for (const name of readdirSync(ASSETS)) {
    const type = TYPES[extname(name)];
    if (type === undefined || NOT_SERVED.has(name)) continue;
    const asset = new ConstantAnswer(type, () => readFileSync(join(ASSETS, name)));
    app.get(`/docs/static/${name}`, hidden, (request, reply) => asset.send(request, reply));
  }
  app.get('/openapi.json', hidden, (request, reply) => {
    reply.header('access-control-allow-origin', '*');
    return document.send(request, reply);
  });
}

import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import helmet from '@fastify/helmet';
import { ConstantAnswer } from '../constant-answer.ts';
import type { App } from '../fastify-types.ts';
import { documentText } from '../openapi/document-texts.ts';
import { DOCS_PAGE, DOCS_SCRIPT } from './docs-page.ts';
import { DOCS_STYLE } from './docs-style.ts';

const ASSETS = join(dirname(createRequire(import.meta.url).resolve('@fastify/swagger-ui')), 'static');
const TYPES: Record<string, string> = {
  '.js': 'application/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.html': 'text/html; charset=utf-8',
};
/** Files that our page does not use. */
const NOT_SERVED = new Set(['index.html', 'swagger-ui.js', 'swagger-ui-standalone-preset.js', 'logo.svg']);

/**
 * The page of the API, `/docs`, and its document, `/openapi.json`. The plugin @fastify/swagger-ui brings the files of Swagger UI; it is not
 * loaded itself, because each start would load a hundred modules more for routes that are a line each here.
 */
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

  const document = new ConstantAnswer('application/json; charset=utf-8', async () =>
    Buffer.from(await documentText('json')),
  );
  const hidden = { config: { access: 'public', constant: true }, schema: { hide: true } } as const;
  const served: Record<string, ConstantAnswer> = {
    '/docs': new ConstantAnswer(TYPES['.html'] as string, () => Buffer.from(DOCS_PAGE)),
    '/docs/json': document,
    '/docs/yaml': new ConstantAnswer('application/yaml; charset=utf-8', async () =>
      Buffer.from(await documentText('yaml')),
    ),
    '/docs/static/page.css': new ConstantAnswer(TYPES['.css'] as string, () => Buffer.from(DOCS_STYLE)),
    '/docs/static/page.js': new ConstantAnswer(TYPES['.js'] as string, () => Buffer.from(DOCS_SCRIPT)),
  };
  for (const [path, answer] of Object.entries(served))
    app.get(path, hidden, (request, reply) => answer.send(request, reply));
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

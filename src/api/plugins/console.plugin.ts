import type { FastifyReply, FastifyRequest } from 'fastify';
import { codingOf } from '../accepted-coding.ts';
import type { ConsoleFile, ConsoleFiles, ConsoleSource } from '../console-source.ts';
import type { App } from '../fastify-types.ts';
import { isNavigation, isOthers } from '../navigation.ts';
import { pathOf } from '../request-path.ts';
import { waitingPage } from './console-waiting.ts';

/** No inline scripts or styles, nothing from other sites, and no text that becomes a script. */
const POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const HEADERS = {
  'content-security-policy': POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** Serves the built console, if there is one: its files, and its index page for every other path that a browser opens. */
export async function consolePages(app: App, { source }: { source: ConsoleSource | undefined }) {
  const options = { config: { access: 'public', constant: true }, schema: { hide: true } } as const;
  app.get('/*', options, async (request, reply) => {
    const path = pathOf(request.url);
    const page = isNavigation(request);
    // Programs that request the root, and people on a server without a console, get the page of the API.
    if (path === '/' && !(page && source)) return reply.redirect('/docs');
    if (!source || isOthers(path)) return reply.callNotFound();
    const state = await source.state();
    if (typeof state === 'string') return page ? waitingPage(state, request, reply) : reply.callNotFound();
    const file = path === '/index.html' ? undefined : state.files.get(path);
    if (file) return sendFile(file, path, request, reply);
    return page ? sendIndex(state.files, request, reply) : reply.callNotFound();
  });
}

function sendIndex(files: ConsoleFiles, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const index = files.get('/index.html');
  if (!index) return reply.callNotFound() as never; // Fastify types it as void; what it sends is the answer
  reply.header('vary', 'accept');
  return sendFile(index, '/index.html', request, reply);
}

function sendFile(
  file: ConsoleFile,
  path: string,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const kept = (['br', 'gzip'] as const).filter((one) => (one === 'br' ? file.br : file.gz));
  const coding = codingOf(request, kept) ?? '';
  const etag = `"${file.etag}${coding && `-${coding}`}"`;
  // The name of an asset contains a hash of its contents; everything else is requested again each time.
  const cache = path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
  reply.headers({ ...HEADERS, 'cache-control': cache, etag, 'content-type': file.content_type });
  const vary = reply.getHeader('vary');
  reply.header('vary', vary ? `${vary}, accept-encoding` : 'accept-encoding');
  if (matches(request.headers['if-none-match'], etag)) return reply.code(304).send();
  if (coding) reply.header('content-encoding', coding);
  return reply.send(coding === 'br' ? file.br : coding === 'gzip' ? file.gz : file.raw());
}

const matches = (header: string | undefined, etag: string): boolean =>
  header?.split(',').some((one) => one.trim().replace(/^W\//, '') === etag) ?? false;

import type { FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { Fault } from '../../errors.ts';
import type { App } from '../fastify-types.ts';
import { isApiPath, pathOf } from '../request-path.ts';

/** Headers of every answer under `/api`. Helmet's full set is for pages and would halve the rate of small calls. */
const API_HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
};

/** Characters of a path in the log; all our paths are shorter. */
const MOST_SHOWN = 300;

/** Adds the request id to each answer and writes one log line for each, without query and headers, which may contain secrets. */
export const requests = fp(async (app: App) => {
  app.decorateRequest('trace', null);
  app.decorateRequest('noted', null);
  app.addHook('onRequest', (request, reply, done) => {
    constantHeaders(request, reply);
    const { httpVersionMinor, rawHeaders } = request.raw;
    const hosts = hostsOf(rawHeaders);
    // RFC 9112, section 3.2: Node.js would take the first, and a proxy before it perhaps another.
    if (hosts > 1 || (hosts === 0 && httpVersionMinor === 1)) return done(new Fault('invalid_request'));
    done();
  });

  app.addHook('onResponse', (request, reply, done) => {
    request.log.info(
      {
        method: request.method,
        path: shownPath(request.raw.url ?? ''),
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        ...request.noted,
      },
      'request',
    );
    done();
  });
});

function hostsOf(rawHeaders: readonly string[]): number {
  let count = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] as string;
    if (name.length === 4 && name.toLowerCase() === 'host') count += 1;
  }
  return count;
}

/** The headers that every answer carries, and every one under `/api`. */
export function constantHeaders(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('x-request-id', request.id);
  if (isApiPath(pathOf(request.raw.url ?? ''))) reply.headers(API_HEADERS);
}

/** The path as it was sent, so that the log contains no decoded control characters, and shortened. */
function shownPath(url: string): string {
  const path = url.split('?', 1)[0] ?? '';
  return path.length > MOST_SHOWN ? `${path.slice(0, MOST_SHOWN)}…` : path;
}

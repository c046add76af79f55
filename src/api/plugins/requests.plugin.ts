import type { FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { App } from '../fastify-types.ts';
import { isApiPath, pathOf } from '../request-path.ts';

/** What every answer under `/api` carries. Helmet's full set is for pages: it halves the rate of small calls. */
const API_HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
};

/** Characters of a path that the log keeps: every path of ours fits. */
const MOST_SHOWN = 300;

/** Puts the request id on each answer and writes one line for each, without query or headers: those may hold secrets. */
export const requests = fp(async (app: App) => {
  app.decorateRequest('trace', null);
  app.decorateRequest('noted', null);
  app.addHook('onRequest', (request, reply, done) => {
    constantHeaders(request, reply);
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

/** The headers that every answer carries, and every one under `/api`. */
export function constantHeaders(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('x-request-id', request.id);
  if (isApiPath(pathOf(request.raw.url ?? ''))) reply.headers(API_HEADERS);
}

/** As it was sent, so that a log line holds no decoded control character, and no longer than a line should be. */
function shownPath(url: string): string {
  const path = url.split('?', 1)[0] ?? '';
  return path.length > MOST_SHOWN ? `${path.slice(0, MOST_SHOWN)}…` : path;
}

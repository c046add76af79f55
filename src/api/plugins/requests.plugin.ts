import type { FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { App } from '../fastify-types.ts';

/** What every answer under `/api` carries. Helmet's full set is for pages: it halves the rate of small calls. */
const API_HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
};

/** Puts the request id on each answer and writes one line for each, without query or headers: those may hold secrets. */
export const requests = fp(async (app: App) => {
  app.addHook('onRequest', (request, reply, done) => {
    constantHeaders(request, reply);
    done();
  });

  app.addHook('onResponse', (request, reply, done) => {
    request.log.info(
      {
        method: request.method,
        path: pathOf(request.raw.url ?? ''),
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
      },
      'request',
    );
    done();
  });
});

/** The headers that every answer carries, and every one under `/api`. */
export function constantHeaders(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('x-request-id', request.id);
  if (request.raw.url?.startsWith('/api/')) reply.headers(API_HEADERS);
}

function pathOf(url: string): string {
  const query = url.indexOf('?');
  return query === -1 ? url : url.slice(0, query);
}

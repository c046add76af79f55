import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { RequestSpan, Traces } from '../../telemetry/traces.ts';
import type { App } from '../fastify-types.ts';

/** One span for each request; `request.trace` is the parent for everything that the request causes. */
export const traces = fp(async (app: App, { traces }: { traces: Traces }) => {
  const spans = new WeakMap<FastifyRequest, RequestSpan>();
  app.addHook('onRequest', (request, _reply, done) => {
    const given = request.headers.traceparent;
    const span = traces.request(request.method, typeof given === 'string' ? given : undefined);
    spans.set(request, span);
    request.trace = span.traceparent;
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    spans.get(request)?.end(request.routeOptions.url ?? 'unmatched', reply.statusCode);
    done();
  });
});

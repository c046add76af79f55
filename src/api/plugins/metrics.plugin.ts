import type { FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { Histogram, type Registry } from 'prom-client';
import { metricsRegistry } from '../../telemetry/metrics-registry.ts';
import type { App } from '../fastify-types.ts';
import type { Services } from '../services.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Present when `METRICS_ENABLED`. */
    metrics?: { registry: Registry };
  }
}

type Timer = { observe(seconds: number): void };

/** Measures every call by route and status, in a separate registry of this app: nothing is global or shared between tests. */
export const metrics = fp(async (app: App, { services }: { services: Services }) => {
  const registry = metricsRegistry(services.measures ?? []);
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Seconds from the arrival of a request to the end of its response.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  app.decorate('metrics', { registry });

  // Finding a labelled timer costs more than the timing itself, so each route keeps its timers by status.
  const timers = new Map<unknown, Map<number, Timer>>();
  const timerOf = (request: FastifyRequest, reply: FastifyReply): Timer => {
    const { config, url, method } = request.routeOptions;
    const byStatus = timers.get(config) ?? new Map<number, Timer>();
    if (byStatus.size === 0) timers.set(config, byStatus);
    let timer = byStatus.get(reply.statusCode);
    if (!timer) {
      // A call that fits no route has no method of its own there.
      timer = durations.labels(
        method === undefined ? 'any' : String(method),
        url ?? 'unmatched',
        String(reply.statusCode),
      );
      byStatus.set(reply.statusCode, timer);
    }
    return timer;
  };

  app.addHook('onResponse', (request, reply, done) => {
    if (!request.routeOptions.config.stream) timerOf(request, reply).observe(reply.elapsedTime / 1_000);
    done();
  });
});

import type { FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { App } from '../fastify-types.ts';
import type { Measure, Services } from '../services.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Present when `METRICS_ENABLED`. */
    metrics?: { registry: Registry };
  }
}

type Timer = { observe(seconds: number): void };

/** Measures every call by route and status, in a registry of this app's own: nothing global, nothing shared by tests. */
export const metrics = fp(async (app: App, { services }: { services: Services }) => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  for (const measure of services.measures ?? []) addMeasure(measure, registers);
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the request to the end of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  app.decorate('metrics', { registry });

  // Finding a labelled timer costs more than a timing: each route keeps its own, by status.
  const timers = new Map<unknown, Map<number, Timer>>();
  const timerOf = (request: FastifyRequest, reply: FastifyReply): Timer => {
    const { config, url, method } = request.routeOptions;
    const byStatus = timers.get(config) ?? new Map<number, Timer>();
    if (byStatus.size === 0) timers.set(config, byStatus);
    let timer = byStatus.get(reply.statusCode);
    if (!timer) {
      timer = durations.labels(String(method), url ?? 'unmatched', String(reply.statusCode));
      byStatus.set(reply.statusCode, timer);
    }
    return timer;
  };

  app.addHook('onResponse', (request, reply, done) => {
    if (!request.routeOptions.config.stream) timerOf(request, reply).observe(reply.elapsedTime / 1_000);
    done();
  });
});

function addMeasure({ name, help, counts_with, read }: Measure, registers: Registry[]): void {
  const labelNames = [...(counts_with ?? [])];
  const about = { name, help, labelNames, registers, collect };
  const metric = counts_with ? new Counter(about) : new Gauge(about);

  async function collect(): Promise<void> {
    let values: Awaited<ReturnType<Measure['read']>>;
    try {
      values = await read();
    } catch {
      // The part is away, which `/health` tells; the other numbers are still of use.
      return metric instanceof Gauge ? metric.remove() : undefined;
    }
    if (metric instanceof Gauge) return metric.set(values as number);
    metric.reset();
    for (const { labels, value } of values as { labels: Record<string, string>; value: number }[])
      metric.inc(labels, value);
  }
}

import type { FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { TimeCounts } from '../../runtime/time-counts.ts';
import type { Labels, Measure } from '../../telemetry/measure.ts';
import { MetricsPage } from '../../telemetry/metrics-page.ts';
import { metricsRegistry } from '../../telemetry/metrics-registry.ts';
import type { App } from '../fastify-types.ts';
import type { Services } from '../services.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Present when `METRICS_ENABLED`. */
    metrics?: Pick<MetricsPage, 'registry' | 'type' | 'read'>;
  }
}

/** Seconds. */
const BOUNDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

type RouteOptions = FastifyRequest['routeOptions'];

interface Timed {
  labels: Labels;
  times: TimeCounts;
}

/** Measures every call by route and status, in a separate registry of this app: nothing is global or shared between tests. */
export const metrics = fp(async (app: App, { services }: { services: Services }) => {
  // Finding one by its labels costs more than counting, so each route keeps its own by status.
  const timed = new Map<unknown, Map<number, Timed>>();
  const timesOf = ({ config, url, method }: RouteOptions, reply: FastifyReply): TimeCounts => {
    const byStatus = timed.get(config) ?? new Map<number, Timed>();
    if (byStatus.size === 0) timed.set(config, byStatus);
    let one = byStatus.get(reply.statusCode);
    if (!one) {
      // A call that fits no route has no method of its own there.
      const labels = {
        method: method === undefined ? 'any' : String(method),
        route: url ?? 'unmatched',
        status: String(reply.statusCode),
      };
      one = { labels, times: new TimeCounts(BOUNDS) };
      byStatus.set(reply.statusCode, one);
    }
    return one.times;
  };

  const durations: Measure = {
    kind: 'times',
    name: 'http_request_duration_seconds',
    help: 'Seconds from the arrival of a request to the end of its response.',
    labels: ['method', 'route', 'status'],
    bounds: BOUNDS,
    read: () =>
      [...timed.values()].flatMap((byStatus) =>
        [...byStatus.values()].map(({ labels, times: { counts, sum } }) => ({ labels, counts, sum })),
      ),
  };
  app.decorate('metrics', new MetricsPage(metricsRegistry([durations, ...(services.measures ?? [])])));

  app.addHook('onResponse', (request, reply, done) => {
    // Fastify makes a new object whenever it is asked for.
    const route = request.routeOptions;
    if (!route.config.stream) timesOf(route, reply).add(reply.elapsedTime / 1_000);
    done();
  });
});

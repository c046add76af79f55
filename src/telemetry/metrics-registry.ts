import { Counter, collectDefaultMetrics, Gauge, type Metric, Registry } from 'prom-client';
import type { Measure } from './measure.ts';

/** A separate registry with the standard metrics of Node.js: nothing is global or shared between tests. */
export function metricsRegistry(measures: readonly Measure[]): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const measure of measures) add(measure, registry);
  return registry;
}

function add(measure: Measure, registry: Registry): void {
  if (measure.kind === 'times') {
    registry.registerMetric(timesMetric(measure));
    return;
  }
  const labelNames = measure.kind === 'gauge' ? [] : [...measure.labels];
  const about = { name: measure.name, help: measure.help, labelNames, registers: [registry] };
  const metric =
    measure.kind === 'counters'
      ? new Counter({ ...about, collect: () => collect() })
      : new Gauge({ ...about, collect: () => collect() });

  async function collect(): Promise<void> {
    metric.reset();
    let values: Awaited<ReturnType<Measure['read']>>;
    try {
      values = await measure.read();
    } catch {
      // The component is unreachable, which `/health` reports; the other values are still useful.
      // `reset` has removed the values with labels.
      return measure.kind === 'gauge' ? metric.remove() : undefined;
    }
    if (typeof values === 'number') return metric.inc(values);
    for (const { labels, value } of values as { labels: Record<string, string>; value: number }[])
      metric.inc(labels, value);
  }
}

/** A histogram that is counted elsewhere and only published here, because that of the library would be too slow on this path. */
function timesMetric({ name, help, bounds, read }: Extract<Measure, { kind: 'times' }>): Metric {
  const get = async () => ({
    name,
    help,
    type: 'histogram',
    aggregator: 'sum',
    values: read().flatMap(({ labels, counts, sum }) => {
      let below = 0;
      const buckets = counts.map((count, at) => {
        below += count;
        return {
          metricName: `${name}_bucket`,
          labels: { ...labels, le: bounds[at] ?? '+Inf' },
          value: below,
        };
      });
      const total = [
        { metricName: `${name}_sum`, labels, value: sum },
        { metricName: `${name}_count`, labels, value: below },
      ];
      return [...buckets, ...total];
    }),
  });
  const metric: object = { name, help, get, reset() {} };
  // A registry needs only this method of a metric.
  return metric as Metric;
}

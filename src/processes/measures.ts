/** The metrics of this process besides those of HTTP and Node.js, for every role. */
import { TIME_BOUNDS } from '../services/engine/attempt-times.ts';
import type { Measure } from '../telemetry/measure.ts';
import type { Worker } from '../worker/worker.ts';
import type { Health } from './health.ts';
import type { WiredTasks } from './wire-tasks.ts';

export function measuresOf(
  {
    created_tasks,
    finished_counts,
    ended_attempts,
    attempt_times,
    delivery_counts,
    pools,
    waiting,
  }: WiredTasks,
  health: Pick<Health, 'report'>,
): Measure[] {
  const bounds = TIME_BOUNDS;
  return [
    {
      kind: 'gauges',
      name: 'turns_waiting',
      help: 'Items that wait for a worker, by pool.',
      labels: ['pool'],
      read: async () =>
        [...(await waiting.of(pools.names))].map(([pool, value]) => ({ labels: { pool }, value })),
    },
    {
      kind: 'counters',
      name: 'tasks_created_total',
      help: 'Tasks created by this process.',
      labels: ['type'],
      read: () => created_tasks.counts(),
    },
    {
      kind: 'counters',
      name: 'tasks_finished_total',
      help: 'Finished tasks that this process recorded, by status.',
      labels: ['type', 'status'],
      read: () => finished_counts.counts(),
    },
    {
      kind: 'counters',
      name: 'item_attempts_total',
      help: 'Attempts at items that this process recorded, by outcome: completed, failed (for good), cancelled, retry (failed, will run again). The type system:webhook stands for webhook messages.',
      labels: ['type', 'outcome'],
      read: () => ended_attempts.counts(),
    },
    {
      kind: 'counters',
      name: 'webhook_deliveries_total',
      help: 'Attempts of this process to deliver webhook messages, by outcome: delivered, failed (for good), retry (failed, will be tried again).',
      labels: ['outcome'],
      read: () => delivery_counts.counts(),
    },
    {
      kind: 'times',
      name: 'item_wait_seconds',
      help: 'Seconds from the moment an item was allowed to run until it started, for items that this process started.',
      labels: ['type'],
      bounds,
      read: () => attempt_times.waits(),
    },
    {
      kind: 'times',
      name: 'item_run_seconds',
      help: 'Seconds that an attempt at an item ran, for attempts that this process recorded.',
      labels: ['type'],
      bounds,
      read: () => attempt_times.runs(),
    },
    {
      kind: 'gauges',
      name: 'component_up',
      help: '1 if this process finds that the component (database, queue, events or files) works, otherwise 0.',
      labels: ['component'],
      read: async () =>
        Object.entries(await health.report()).map(([component, up]) => ({
          labels: { component },
          value: up ? 1 : 0,
        })),
    },
  ];
}

/** Metrics of the worker in this process. */
export const workerMeasures = (worker: Worker): Measure[] => [
  {
    kind: 'gauge',
    name: 'worker_places',
    help: 'Maximum number of items that this worker runs at the same time.',
    read: () => worker.places,
  },
  {
    kind: 'gauge',
    name: 'worker_items_running',
    help: 'Number of items that this worker is running.',
    read: () => worker.running,
  },
  {
    kind: 'gauges',
    name: 'worker_threads',
    help: 'Threads of this worker, by state: busy or idle.',
    labels: ['state'],
    read: () => Object.entries(worker.threads).map(([state, value]) => ({ labels: { state }, value })),
  },
  {
    kind: 'gauge',
    name: 'worker_lease_age_seconds',
    help: 'Seconds since this worker last renewed its lease. Above 10, its items are given to other workers.',
    read: () => worker.lease_age_ms / 1_000,
  },
  {
    kind: 'gauge',
    name: 'worker_draining',
    help: '1 if this worker takes no further items, otherwise 0.',
    read: () => (worker.mode === 'draining' ? 1 : 0),
  },
];

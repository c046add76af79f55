import { Type } from 'typebox';
import { STATISTICS_STEPS } from '../../data/contracts/index.ts';
import type { SystemView } from '../../services/operation/system-report.ts';
import type { StatisticsView } from '../../services/statistics/statistics.ts';
import { Id, nullable, Time } from './fields.schema.ts';
import { Index } from './item.schema.ts';

const Count = Type.Integer({ minimum: 0 });
const Part = Type.Object(
  {
    status: Type.Enum(['ok', 'unavailable'], { type: 'string', title: 'PartStatus' }),
    reason: Type.Optional(Type.String({ description: 'Reason why the component does not work.' })),
  },
  { title: 'SystemPart' },
);

export const System = Type.Object(
  {
    version: Type.String(),
    mode: Type.Enum(['embedded', 'scaled_out'], { type: 'string', title: 'SystemMode' }),
    started_at: Type.String({
      format: 'date-time',
      description: 'Values of the process that sent this answer.',
    }),
    tasks: Type.Object(
      { pending: Count, processing: Count, cancelling: Count },
      { title: 'UnfinishedTasks' },
    ),
    tasks_capped: Type.Optional(
      Type.Literal(true, { description: 'Present if counting stopped at 10,000.' }),
    ),
    queue: Type.Object(
      {
        turns_waiting: nullable(
          Type.Integer({
            description:
              'Number of items that wait for a worker, without those of paused types, those that wait for a limit and those whose next attempt is due later; null while the queue is unreachable.',
          }),
        ),
        oldest_waiting_ms: nullable(
          Type.Integer({
            description:
              'Longest time in milliseconds that an item has been waiting, among the 200 oldest waiting tasks of types that are not paused; null if no item is waiting.',
          }),
        ),
      },
      { title: 'QueueState' },
    ),
    workers: Type.Object({ count: Count, places: Count, running: Count }, { title: 'WorkerCounts' }),
    pools: Type.Array(
      Type.Object(
        {
          name: Type.String(),
          workers: Type.Integer({
            minimum: 0,
            description: 'Running workers of this pool. With 0, items of its task types wait.',
          }),
          workers_alone: Type.Integer({
            minimum: 0,
            description:
              'How many of them run one item alone (see `running_alone`). If all do, other items of its task types wait.',
          }),
          task_types: Type.Array(Type.String()),
          turns_waiting: nullable(
            Type.Integer({
              description:
                'Number of items that wait for a worker of this pool; null while the queue is unreachable.',
            }),
          ),
        },
        { title: 'WorkerPool' },
      ),
      { description: 'Pools that task types name or workers belong to.' },
    ),
    paused_types: Type.Array(Type.String()),
    running_alone: Type.Array(
      Type.Object({ task_id: Id, index: Index, since: Time }, { title: 'ItemAlone' }),
      {
        description:
          'Items that run alone in their worker, because they were running at three deaths of a worker. It takes no other until they end; the only worker of an embedded server, too.',
      },
    ),
    parts: Type.Record(Type.String(), Part),
  } satisfies Record<keyof SystemView, unknown>,
  { title: 'System' },
);

export const systemExample: SystemView = {
  version: '0.2.0',
  mode: 'scaled_out',
  started_at: '2026-01-05T08:30:00.000Z',
  tasks: { pending: 12, processing: 3, cancelling: 0 },
  queue: { turns_waiting: 36, oldest_waiting_ms: 5_200 },
  workers: { count: 2, places: 16, running: 9 },
  pools: [
    { name: 'default', workers: 2, workers_alone: 0, task_types: ['image', 'wait'], turns_waiting: 30 },
    { name: 'gpu', workers: 0, workers_alone: 0, task_types: ['render'], turns_waiting: 6 },
  ],
  paused_types: [],
  running_alone: [],
  parts: {
    database: { status: 'ok' },
    queue: { status: 'ok' },
    events: { status: 'ok' },
    files: { status: 'unavailable', reason: 'MongoDB cannot be reached' },
  },
};

const Quantiles = Type.Object(
  { p50: nullable(Type.Number()), p95: nullable(Type.Number()) },
  { title: 'Quantiles', description: 'Milliseconds, accurate to 10 %; null if nothing was counted.' },
);

export const StatisticsBuckets = Type.Object(
  {
    step: Type.Enum([...STATISTICS_STEPS], { type: 'string', title: 'StatisticsStep' }),
    buckets: Type.Array(
      Type.Object(
        {
          at: Time,
          type: Type.String(),
          completed: Count,
          failed: Count,
          cancelled: Count,
          wait_ms: Quantiles,
          run_ms: Quantiles,
        },
        { title: 'StatisticsBucket' },
      ),
    ),
  },
  { title: 'Statistics' },
);

export const statisticsExample: StatisticsView = {
  step: 'minute',
  buckets: [
    {
      at: '2026-01-05T08:30:00.000Z',
      type: 'image',
      completed: 118,
      failed: 2,
      cancelled: 0,
      wait_ms: { p50: 41, p95: 880 },
      run_ms: { p50: 310, p95: 620 },
    },
  ],
};

const Moment = (description: string) => Type.String({ format: 'date-time', maxLength: 40, description });

export const StatisticsQuerySchema = Type.Object(
  {
    from: Type.Optional(
      Moment(
        'Buckets that begin at this time or later. Default: one hour before `to`, or one day if `step` is `hour`.',
      ),
    ),
    to: Type.Optional(Moment('Buckets that begin before this time. Default: now.')),
    step: Type.Optional(
      Type.Enum([...STATISTICS_STEPS], {
        type: 'string',
        description: 'Default `minute`. Minutes are kept for 48 hours, hours for 90 days.',
      }),
    ),
    type: Type.Optional(
      Type.String({ minLength: 1, maxLength: 100, description: 'One task type. Default: all.' }),
    ),
  },
  { additionalProperties: false },
);

import { Type } from 'typebox';
import type { WorkerView } from '../../services/operation/worker-list.ts';
import { Id, nullable, pageQuery, reference, Time } from './fields.schema.ts';

const Count = Type.Integer({ minimum: 0 });

export const WorkerSchema = Type.Object(
  {
    id: Id,
    host: Type.String(),
    pid: Type.Integer({ description: 'Process id on the host.' }),
    version: Type.String({ description: 'Version of Backend2.' }),
    pools: Type.Array(Type.String(), {
      description: 'Pools of the worker. It takes only items of task types that name one of them.',
    }),
    places: Type.Integer({ description: 'Maximum number of items that the worker runs at the same time.' }),
    running: Type.Integer({
      minimum: 0,
      description:
        'Number of items that were running at the last heartbeat, at most 2.5 s ago, deliveries of webhooks included. `items` may differ for a moment.',
    }),
    started_at: Time,
    lease_until: Type.String({
      format: 'date-time',
      description: 'The worker counts as lost if it does not report again before this time.',
    }),
    draining: Type.Boolean({
      description: 'Whether the worker takes no more items. Running items continue.',
    }),
    items: Type.Array(Type.Object({ task_id: Id, index: Count, since: Time }, { title: 'WorkerItem' }), {
      description: 'Items of tasks that the worker is running now, oldest first.',
    }),
  } satisfies Record<keyof WorkerView, unknown>,
  { $id: 'Worker' },
);
export const WorkerEntry = reference<WorkerView>('Worker');

export const operationSchemas = [WorkerSchema];

export const workerExample: WorkerView = {
  id: '0190b8a2-7c1e-7d3a-9f00-1c2d3e4f5a6b',
  host: 'worker-1',
  pid: 4711,
  version: '0.2.0',
  pools: ['default'],
  places: 8,
  running: 1,
  started_at: '2026-01-05T08:30:00.000Z',
  lease_until: '2026-01-05T09:00:10.000Z',
  draining: false,
  items: [{ task_id: '0190b8a2-7c1e-7d3a-9f00-1c2d3e4f5a6c', index: 3, since: '2026-01-05T08:59:58.000Z' }],
};

export const WorkerQuery = Type.Object(pageQuery, { additionalProperties: false });
export const WorkerId = Type.Object({ id: Id });

export const TypeName = Type.Object({
  type: Type.String({
    pattern: '^[a-z][a-z0-9_-]{0,63}$',
    description: 'Name of the task type, as listed by `GET /task-types`.',
  }),
});
export const TypeSwitched = Type.Object(
  {
    type: Type.String(),
    paused_at: nullable(
      Type.String({
        format: 'date-time',
        description: 'Time since which the type is paused; null if it is not paused.',
      }),
    ),
  },
  { title: 'TaskTypeSwitch' },
);

import { Type } from 'typebox';
import { TASK_EVENT_FIELDS, TASK_STATUSES } from '../../data/contracts/index.ts';
import type { TaskDetail, TaskView } from '../../services/tasks/task-views.ts';
import { Count, Id, nullable, Progress, reference, Time, thrown } from './fields.schema.ts';
import { FileSchema, ItemLogLineSchema, ItemSchema } from './item.schema.ts';

export const TaskStatus = Type.Enum([...TASK_STATUSES], {
  type: 'string',
  title: 'TaskStatus',
  description:
    '`pending`: none of its items has started. `processing`: it has begun, or was retried, and has not ended; `in_flight` is 0 while its items wait. `cancelling`: its running items are being stopped.',
});
const Thrown = nullable(Type.Object(thrown, { title: 'ThrownError' }));

const view = {
  id: Id,
  type: Type.String(),
  type_version: Type.Integer(),
  name: Type.String(),
  summary: nullable(
    Type.String({
      description:
        'What the task works on, in one line: for `image`, the prompt and the values of its variables; for other types, what they say, or else the texts among the params. Null if there are none.',
    }),
  ),
  thumbnail_url: nullable(
    Type.String({
      description:
        'A signed link to the first picture of the task, 96 pixels wide and high. It begins with `/` and is valid for one to two hours. Null while there is no picture.',
    }),
  ),
  owner: nullable(
    Type.Object({ id: Id, email: Type.String(), fullname: Type.String() }, { title: 'TaskOwner' }),
  ),
  priority: Type.Integer({ description: 'From 1 (low) to 10 (high).' }),
  concurrency: Type.Integer({ description: 'Number of items that may run at the same time.' }),
  shared: Type.Boolean({ description: 'Whether every account can see the task.' }),
  status: TaskStatus,
  total_items: Count,
  released_items: Count,
  completed_items: Count,
  failed_items: Count,
  cancelled_items: Count,
  in_flight: Type.Integer({ minimum: 0, description: 'Number of items that are running.' }),
  runs_alone: Type.Boolean({
    description:
      'True while one of its items runs alone in its worker, or waits to (see `runs_alone` of the item).',
  }),
  retry_round: Count,
  revision: Type.Integer({ description: 'Increases with every change of the task.' }),
  progress: Progress,
  parent_id: nullable(
    Type.String({
      ...Id,
      description: 'Reserved for tasks that a handler creates; always null in this version.',
    }),
  ),
  created_at: Time,
  started_at: nullable(Time),
  finished_at: nullable(Time),
  updated_at: Time,
};

export const TaskSchema = Type.Object(view, { $id: 'Task' });
export const Task = reference<TaskView>('Task');

const EarlierRun = Type.Object(
  {
    run: Type.Integer({
      minimum: 1,
      description:
        'Its number, from 1. Up to 20 runs are kept: the first and the newest ones, so that numbers may be missing between them.',
    }),
    started_at: nullable(Time),
    finished_at: Time,
    status: TaskStatus,
    completed_items: Count,
    failed_items: Count,
    cancelled_items: Count,
    retried_at: Time,
    retried_items: Type.Integer({ minimum: 1, description: 'Number of items that the retry ran again.' }),
  },
  { title: 'EarlierRun' },
);

export const TaskDetailSchema = Type.Object(
  {
    ...view,
    params: Type.Unknown(),
    result: Type.Unknown({ description: 'Result of the item if the task has exactly one; otherwise null.' }),
    error: Thrown,
    earlier_runs: Type.Array(EarlierRun, {
      description:
        'Runs of the task that ended before a retry, oldest first, as they left it. `started_at` and `finished_at` of the task are those of its last run.',
    }),
    archive_url: Type.String({
      description:
        'A signed link to all files and results as a ZIP file. It begins with `/` and is valid for one to two hours.',
    }),
    grid_url: nullable(
      Type.String({
        description:
          'A signed link to all pictures in one grid. The axes can be added to it as query parameters. Null if the items have no labels, and as long as the task has no picture.',
      }),
    ),
  },
  { $id: 'TaskDetail' },
);
export const TaskInFull = reference<TaskDetail>('TaskDetail');

const Title = Type.Object({ en: Type.String(), zh: Type.String() }, { title: 'TwoLanguages' });

export const TaskTypeSchema = Type.Object(
  {
    type: Type.String(),
    version: Type.Integer(),
    title: Title,
    description: nullable(Title),
    params: Type.Unknown({ description: 'The JSON Schema of `params`.' }),
    attempts: Type.Integer(),
    timeout: Type.Integer({ description: 'Time limit of one attempt in milliseconds.' }),
    running: nullable(
      Type.Integer({
        description:
          'Maximum number of its items that run at the same time, over all workers; null means no limit.',
      }),
    ),
    rate: nullable(
      Type.Object(
        {
          limit: Type.Integer(),
          per: Type.Integer({ description: 'Length of the time window in milliseconds.' }),
        },
        {
          title: 'StartRate',
          description:
            'At most `limit` of its items start in any `per` milliseconds, over all workers; null means no limit.',
        },
      ),
    ),
    limited_by_key: Type.Boolean({
      description:
        'True if `running` and `rate` apply to each key separately, false if they apply to all items of the type together.',
    }),
    pool: Type.String({ description: 'Pool of the workers that run its items.' }),
    paused_at: nullable(
      Type.String({
        format: 'date-time',
        description: 'Time since which the type is paused; null if it is not paused.',
      }),
    ),
    max_items: Type.Integer({ description: 'The most items that a task may have.' }),
  },
  { $id: 'TaskType' },
);
export const TaskTypes = Type.Array(reference('TaskType'), { title: 'TaskTypeList' });

/** The fields of a task in an event: a part of its view. */
const TaskEvent = Type.Object(Object.fromEntries(TASK_EVENT_FIELDS.map((field) => [field, view[field]])), {
  $id: 'TaskEvent',
});

export const TaskId = Type.Object({ id: Id });

export const taskSchemas = [
  TaskSchema,
  TaskDetailSchema,
  FileSchema,
  ItemSchema,
  ItemLogLineSchema,
  TaskTypeSchema,
  TaskEvent,
];

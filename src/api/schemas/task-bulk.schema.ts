import { Type } from 'typebox';
import { ReachedQuota } from './answers.schema.ts';
import { Id } from './fields.schema.ts';
import { Index } from './item.schema.ts';
import { TaskInFull, TaskStatus } from './task.schema.ts';
import { NewTask, StatusList, taskFilter, taskRequest } from './task-request.schema.ts';

export const NewTasks = Type.Object(
  {
    tasks: Type.Array(
      Type.Object(NewTask.properties, { title: 'TaskOfBatch', additionalProperties: false }),
      { minItems: 1, maxItems: 100 },
    ),
  },
  {
    title: 'NewTasks',
    additionalProperties: false,
    examples: [
      {
        tasks: [
          { ...taskRequest, name: 'Animals in the snow' },
          { ...taskRequest, priority: 8 },
        ],
      },
    ],
  },
);

export const TasksInFull = Type.Object({ items: Type.Array(TaskInFull) }, { title: 'TaskBatch' });

/** Items that one call may choose. */
export const MOST_ITEMS = 1_000;

/** For a body that may be omitted. */
export const ChosenItems = Type.Object(
  {
    items: Type.Optional(
      Type.Array(Index, {
        minItems: 1,
        maxItems: MOST_ITEMS,
        uniqueItems: true,
        description: 'Indexes of the chosen items. Default: the whole task.',
      }),
    ),
  },
  { title: 'ChosenItems', additionalProperties: false, examples: [{ items: [3, 7] }] },
);

export const BulkAction = Type.Object(
  {
    action: Type.Enum(['cancel', 'undo_cancel', 'retry', 'delete'], {
      type: 'string',
      description:
        '`undo_cancel` runs again what the last cancel of a whole task stopped; items that had failed or been cancelled before it stay as they are. It works at once, also while the task is still being cancelled. After a retry there is nothing to undo (`task_not_retryable`).',
    }),
    ids: Type.Optional(
      Type.Array(Id, { minItems: 1, maxItems: 1_000, uniqueItems: true, description: 'Ids of the tasks.' }),
    ),
    filter: Type.Optional(
      Type.Object(
        {
          status: Type.Optional(
            Type.Unsafe<string | string[]>({
              anyOf: [StatusList, Type.Array(TaskStatus, { minItems: 1, maxItems: 6, uniqueItems: true })],
            }),
          ),
          ...taskFilter,
        },
        {
          title: 'TaskFilter',
          additionalProperties: false,
          description: 'The same filters as in the list of tasks; an empty `q` is refused.',
        },
      ),
    ),
    expected: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 1_000,
        description: 'The number of tasks that you expect to match.',
      }),
    ),
  },
  {
    title: 'BulkAction',
    additionalProperties: false,
    examples: [{ action: 'cancel', filter: { status: 'pending,processing' }, expected: 12 }],
  },
);

export const BulkResults = Type.Object(
  {
    matched: Type.Integer({ description: 'Number of tasks that the action was applied to.' }),
    matched_capped: Type.Optional(
      Type.Boolean({ description: 'True if more tasks match than one call can process.' }),
    ),
    results: Type.Array(
      Type.Object(
        {
          id: Id,
          ok: Type.Boolean(),
          error: Type.Optional(
            Type.Object(
              { type: Type.String(), message: Type.String(), quota: Type.Optional(ReachedQuota) },
              { title: 'BulkFault' },
            ),
          ),
        },
        { title: 'BulkResult' },
      ),
    ),
  },
  { title: 'BulkResults' },
);

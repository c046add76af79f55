import { Type } from 'typebox';
import { ITEM_STATUSES, type ItemLogLine, TASK_STATUSES } from '../../data/contracts/index.ts';
import type { FileView, ItemView, TaskDetail, TaskView } from '../../services/tasks/task-views.ts';
import { Id, nullable, pageQuery, reference, Time } from './fields.schema.ts';

const Count = Type.Integer({ minimum: 0 });
const Progress = Type.Number({
  minimum: 0,
  maximum: 100,
  description: 'Percent, 0 to 100. A completed task or item has 100.',
});
const TaskStatus = Type.Enum([...TASK_STATUSES], { type: 'string', title: 'TaskStatus' });
const ItemStatus = Type.Enum([...ITEM_STATUSES], { type: 'string', title: 'ItemStatus' });
const thrown = { type: Type.String(), message: Type.String() };
const Thrown = nullable(Type.Object(thrown, { title: 'ThrownError' }));
const ThrownInFull = nullable(
  Type.Object(
    {
      ...thrown,
      stack: Type.Optional(
        Type.String({ description: 'Stack trace, shown to the owner and to callers who see all tasks.' }),
      ),
      cause: Type.Optional(
        Type.Unknown({
          description: 'The error that caused this one, in the same form, shown to the same callers.',
        }),
      ),
    },
    { title: 'ThrownErrorInFull' },
  ),
);
const Labels = nullable(Type.Record(Type.String(), Type.String(), { title: 'Label' }));

const view = {
  id: Id,
  type: Type.String(),
  type_version: Type.Integer(),
  name: Type.String(),
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
  retry_round: Count,
  revision: Type.Integer({ description: 'Increases with every change of the task.' }),
  progress: Progress,
  parent_id: nullable(Type.String({ ...Id, description: 'The task whose handler created this one.' })),
  created_at: Time,
  started_at: nullable(Time),
  finished_at: nullable(Time),
  updated_at: Time,
};

export const TaskSchema = Type.Object(view, { $id: 'Task' });
export const Task = reference<TaskView>('Task');

export const TaskDetailSchema = Type.Object(
  {
    ...view,
    params: Type.Unknown(),
    result: Type.Unknown({ description: 'Result of the item if the task has exactly one; otherwise null.' }),
    error: Thrown,
  },
  { $id: 'TaskDetail' },
);
export const TaskInFull = reference<TaskDetail>('TaskDetail');

export const FileSchema = Type.Object(
  {
    name: Type.String(),
    url: Type.String({
      description: 'A signed link that begins with `/` and is valid for one to two hours.',
    }),
    content_type: Type.String(),
    bytes: Count,
    width: nullable(Type.Integer()),
    height: nullable(Type.Integer()),
  },
  { $id: 'File' },
);

export const ItemSchema = Type.Object(
  {
    index: Count,
    label: Labels,
    status: ItemStatus,
    attempt: Count,
    progress: Progress,
    note: nullable(Type.String({ description: 'Latest progress note of the handler.' })),
    result: Type.Unknown(),
    error: ThrownInFull,
    files: Type.Array(reference<FileView>('File')),
    started_at: nullable(Time),
    finished_at: nullable(Time),
  },
  { $id: 'Item' },
);
export const Item = reference<ItemView>('Item');

export const ItemLogLineSchema = Type.Object(
  {
    at: Time,
    attempt: Count,
    level: Type.Enum(['debug', 'info', 'warn', 'error'], { type: 'string', title: 'LogLevel' }),
    message: Type.String(),
    fields: Type.Unknown({
      description: 'Further values that the handler logged with the message, or null.',
    }),
  },
  { $id: 'ItemLogLine' },
);
export const ItemLine = reference<ItemLogLine>('ItemLogLine');

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
  },
  { $id: 'TaskType' },
);
export const TaskTypes = Type.Array(reference('TaskType'), { title: 'TaskTypeList' });

/** What an event says of a task. */
export const TaskEvent = Type.Object(
  {
    id: Id,
    type: Type.String(),
    name: Type.String(),
    status: TaskStatus,
    progress: Progress,
    total_items: Count,
    completed_items: Count,
    failed_items: Count,
    cancelled_items: Count,
    in_flight: Count,
    revision: Type.Integer(),
    updated_at: Time,
  },
  { $id: 'TaskEvent' },
);

export const taskSchemas = [
  TaskSchema,
  TaskDetailSchema,
  FileSchema,
  ItemSchema,
  ItemLogLineSchema,
  TaskTypeSchema,
  TaskEvent,
];

const Params = Type.Object(
  {},
  {
    additionalProperties: true,
    description: 'Parameters according to the JSON Schema of the task type; see `/task-types`.',
  },
);
const TypeName = Type.String({ minLength: 1, maxLength: 100 });
const request = {
  type: 'image',
  params: { prompt: 'a {animal} in the snow', variables: { animal: ['fox', 'owl', 'hare'] } },
};

const editable = {
  name: Type.Optional(Type.String({ minLength: 1, maxLength: 200, pattern: '^[^\\u0000-\\u001f\\u007f]*$' })),
  priority: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 10, description: 'From 1 (low) to 10 (high). Default 5.' }),
  ),
  shared: Type.Optional(
    Type.Boolean({ description: 'Whether every account can see the task. Default false.' }),
  ),
};

export const TaskEdit = Type.Object(editable, {
  title: 'TaskEdit',
  minProperties: 1,
  additionalProperties: false,
  examples: [{ name: 'Animals in the rain', priority: 8 }],
});

export const NewTask = Type.Object(
  {
    type: TypeName,
    ...editable,
    params: Params,
  },
  {
    title: 'NewTask',
    additionalProperties: false,
    examples: [{ ...request, name: 'Animals in the snow', priority: 5 }],
  },
);

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
          { ...request, name: 'Animals in the snow' },
          { ...request, priority: 8 },
        ],
      },
    ],
  },
);

export const TasksInFull = Type.Object({ items: Type.Array(TaskInFull) }, { title: 'TaskBatch' });

export const TaskPlan = Type.Object(
  { type: TypeName, params: Params },
  { title: 'TaskPlan', additionalProperties: false, examples: [request] },
);

export const Preview = Type.Object(
  { count: Count, labels: Type.Array(Labels, { description: 'Labels of the first 100 items.' }) },
  { title: 'TaskPreview' },
);

export const IdempotencyKey = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      pattern: '^[\\x21-\\x7e]{1,200}$',
      description: 'Requests with the same key and body create one task, however often they are sent.',
    }),
  ),
});

const statusNames = TASK_STATUSES.join('|');
const filter = {
  type: Type.Optional(TypeName),
  owner_id: Type.Optional(Id),
  parent_id: Type.Optional(
    Type.String({ ...Id, description: 'Only tasks that were created by the handler of this task.' }),
  ),
  created_after: Type.Optional(
    Type.String({ format: 'date-time', description: 'Only tasks created at or after this time.' }),
  ),
  created_before: Type.Optional(
    Type.String({ format: 'date-time', description: 'Only tasks created before this time.' }),
  ),
  q: Type.Optional(
    Type.String({
      maxLength: 200,
      description:
        'Searches for the beginnings of words in the name. All words must match; words after the 12th are ignored. A query without letters or digits matches nothing; an empty one is ignored.',
    }),
  ),
};

/** Statuses with commas between them. */
const StatusList = Type.String({
  pattern: `^(${statusNames})(,(${statusNames})){0,5}$`,
  description: `One or several statuses, separated by commas: ${TASK_STATUSES.map((one) => `\`${one}\``).join(', ')}.`,
});

export const TaskQuery = Type.Object(
  {
    ...pageQuery,
    status: Type.Optional(StatusList),
    ...filter,
    order: Type.Optional(
      Type.Enum(['newest', 'oldest'], { type: 'string', description: 'Sort order. Default `newest`.' }),
    ),
  },
  { additionalProperties: false },
);

export const ItemsQuery = Type.Object(
  { ...pageQuery, status: Type.Optional(ItemStatus) },
  { additionalProperties: false },
);

const Index = Type.Integer({ minimum: 0, maximum: 1_000_000 });
export const TaskId = Type.Object({ id: Id });
export const ItemId = Type.Object({ id: Id, index: Index });
export const FileId = Type.Object({
  id: Id,
  index: Index,
  name: Type.String({ pattern: '^[^/\\\\\\u0000-\\u001f\\u007f]{1,128}$' }),
});

export const LinkQuery = Type.Object(
  {
    expires: Type.Optional(Type.String({ maxLength: 20, description: 'Part of a signed link.' })),
    signature: Type.Optional(Type.String({ maxLength: 100, description: 'Part of a signed link.' })),
  },
  { additionalProperties: false },
);

/** Of a body that may be left out. */
export const ChosenItems = Type.Object(
  {
    items: Type.Optional(
      Type.Array(Index, {
        minItems: 1,
        maxItems: 1_000,
        uniqueItems: true,
        description: 'Indexes of the chosen items. Default: the whole task.',
      }),
    ),
  },
  { title: 'ChosenItems', additionalProperties: false, examples: [{ items: [3, 7] }] },
);

export const BulkAction = Type.Object(
  {
    action: Type.Enum(['cancel', 'retry', 'delete'], { type: 'string' }),
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
          ...filter,
        },
        {
          title: 'TaskFilter',
          additionalProperties: false,
          description: 'The same filters as in the list of tasks.',
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
            Type.Object({ type: Type.String(), message: Type.String() }, { title: 'BulkFault' }),
          ),
        },
        { title: 'BulkResult' },
      ),
    ),
  },
  { title: 'BulkResults' },
);

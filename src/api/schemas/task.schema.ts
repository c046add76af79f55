import { Type } from 'typebox';
import { ITEM_STATUSES, type ItemLogLine, TASK_STATUSES } from '../../data/contracts/index.ts';
import type { FileView, ItemView, TaskDetail, TaskView } from '../../services/tasks/task-views.ts';
import { Id, nullable, pageQuery, reference, Time } from './fields.schema.ts';

const Count = Type.Integer({ minimum: 0 });
const Progress = Type.Number({ minimum: 0, maximum: 100, description: '0 to 100; completed is 100.' });
const TaskStatus = Type.Enum([...TASK_STATUSES], { type: 'string', title: 'TaskStatus' });
const ItemStatus = Type.Enum([...ITEM_STATUSES], { type: 'string', title: 'ItemStatus' });
const thrown = { type: Type.String(), message: Type.String() };
const Thrown = nullable(Type.Object(thrown, { title: 'ThrownError' }));
const ThrownInFull = nullable(
  Type.Object(
    {
      ...thrown,
      stack: Type.Optional(
        Type.String({ description: 'Shown to the owner and to those who see all tasks.' }),
      ),
      cause: Type.Optional(
        Type.Unknown({ description: 'An error of the same form; shown to the same people.' }),
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
  priority: Type.Integer({ description: '1 low … 10 high.' }),
  concurrency: Type.Integer({ description: 'Items that may run at once.' }),
  shared: Type.Boolean({ description: 'Whether everybody may see it.' }),
  status: TaskStatus,
  total_items: Count,
  released_items: Count,
  completed_items: Count,
  failed_items: Count,
  cancelled_items: Count,
  in_flight: Type.Integer({ minimum: 0, description: 'Items that run now.' }),
  retry_round: Count,
  revision: Type.Integer({ description: 'Rises with each change.' }),
  progress: Progress,
  parent_id: nullable(Type.String({ ...Id, description: 'The task whose handler made this one.' })),
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
    result: Type.Unknown({ description: 'Of its item, when it has a single one; else null.' }),
    error: Thrown,
  },
  { $id: 'TaskDetail' },
);
export const TaskInFull = reference<TaskDetail>('TaskDetail');

export const FileSchema = Type.Object(
  {
    name: Type.String(),
    url: Type.String({ description: 'A signed link from `/`, good for one to two hours.' }),
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
    note: nullable(Type.String({ description: 'What the handler last said of its progress.' })),
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
    fields: Type.Unknown({ description: 'What the handler gave beside the message; null without.' }),
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
    timeout: Type.Integer({ description: 'Milliseconds for one attempt.' }),
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
  { additionalProperties: true, description: 'As the JSON Schema of the type says; see `/task-types`.' },
);
const TypeName = Type.String({ minLength: 1, maxLength: 100 });
const request = {
  type: 'image',
  params: { prompt: 'a {animal} in the snow', variables: { animal: ['fox', 'owl', 'hare'] } },
};

const editable = {
  name: Type.Optional(Type.String({ minLength: 1, maxLength: 200, pattern: '^[^\\u0000-\\u001f\\u007f]*$' })),
  priority: Type.Optional(Type.Integer({ minimum: 1, maximum: 10, description: 'Default 5.' })),
  shared: Type.Optional(Type.Boolean({ description: 'Whether everybody may see it. Default false.' })),
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
  { count: Count, labels: Type.Array(Labels, { description: 'The first 100.' }) },
  { title: 'TaskPreview' },
);

export const IdempotencyKey = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      pattern: '^[\\x21-\\x7e]{1,200}$',
      description: 'The same key and body make one task, however often they are sent.',
    }),
  ),
});

const statusNames = TASK_STATUSES.join('|');
const filter = {
  type: Type.Optional(TypeName),
  owner_id: Type.Optional(Id),
  parent_id: Type.Optional(
    Type.String({ ...Id, description: 'Only tasks that the handler of this task made.' }),
  ),
  created_after: Type.Optional(Type.String({ format: 'date-time', description: 'From this time on.' })),
  created_before: Type.Optional(Type.String({ format: 'date-time', description: 'Before this time.' })),
  q: Type.Optional(
    Type.String({
      maxLength: 200,
      description:
        'Beginnings of words of the name; all must match, and the first 12 count. A query without letters or digits matches nothing; an empty one is ignored.',
    }),
  ),
};

/** Statuses with commas between them. */
const StatusList = Type.String({
  pattern: `^(${statusNames})(,(${statusNames})){0,5}$`,
  description: `One status or several, with commas between them: ${TASK_STATUSES.map((one) => `\`${one}\``).join(', ')}.`,
});

export const TaskQuery = Type.Object(
  {
    ...pageQuery,
    status: Type.Optional(StatusList),
    ...filter,
    order: Type.Optional(
      Type.Enum(['newest', 'oldest'], { type: 'string', description: 'Default `newest`.' }),
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
    expires: Type.Optional(Type.String({ maxLength: 20, description: 'Of a signed link.' })),
    signature: Type.Optional(Type.String({ maxLength: 100, description: 'Of a signed link.' })),
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
        description: 'Indexes of items; left out, the whole task is meant.',
      }),
    ),
  },
  { title: 'ChosenItems', additionalProperties: false, examples: [{ items: [3, 7] }] },
);

export const BulkAction = Type.Object(
  {
    action: Type.Enum(['cancel', 'retry', 'delete'], { type: 'string' }),
    ids: Type.Optional(
      Type.Array(Id, { minItems: 1, maxItems: 1_000, uniqueItems: true, description: 'These tasks.' }),
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
        { title: 'TaskFilter', additionalProperties: false, description: 'As in the list of tasks.' },
      ),
    ),
    expected: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 1_000,
        description: 'How many tasks the caller believes to match.',
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
    matched: Type.Integer({ description: 'Tasks that were acted on.' }),
    matched_capped: Type.Optional(
      Type.Boolean({ description: 'True when more match than one call acts on.' }),
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

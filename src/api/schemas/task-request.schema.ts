import { Type } from 'typebox';
import { TASK_STATUSES } from '../../data/contracts/index.ts';
import { Count, Id, name, pageQuery } from './fields.schema.ts';
import { Labels } from './item.schema.ts';

const Params = Type.Object(
  {},
  {
    additionalProperties: true,
    description: 'Parameters according to the JSON Schema of the task type; see `/task-types`.',
  },
);
const TypeName = Type.String({ minLength: 1, maxLength: 100 });
export const taskRequest = {
  type: 'image',
  params: { prompt: 'a {animal} in the snow', variables: { animal: ['fox', 'owl', 'hare'] } },
};

const editable = {
  name: Type.Optional(Type.String({ minLength: 1, maxLength: 200, ...name })),
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
    examples: [{ ...taskRequest, name: 'Animals in the snow', priority: 5 }],
  },
);

export const TaskPlan = Type.Object(
  { type: TypeName, params: Params },
  { title: 'TaskPlan', additionalProperties: false, examples: [taskRequest] },
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
export const taskFilter = {
  type: Type.Optional(TypeName),
  owner_id: Type.Optional(Id),
  parent_id: Type.Optional(
    Type.String({
      ...Id,
      description: 'Reserved: only tasks that the handler of this task created. This version creates none.',
    }),
  ),
  has_failures: Type.Optional(
    Type.Literal(true, {
      description:
        'Only tasks in which at least one item has failed. Together with `status=completed`: those that completed with failures.',
    }),
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
        'Searches for the beginnings of words in the name and in the summary (for `image`, the prompt and the values of its variables; for most other types, the texts among the params; 200 characters in all). All words must match; words after the 12th are ignored. A query without letters or digits matches nothing; an empty one is ignored.',
    }),
  ),
};

/** Statuses separated by commas. */
export const StatusList = Type.String({
  'x-list': true,
  pattern: `^(${statusNames})(,(${statusNames})){0,5}$`,
  description: `One or several statuses, separated by commas or as a repeated parameter: ${TASK_STATUSES.map((one) => `\`${one}\``).join(', ')}.`,
});

export const TaskQuery = Type.Object(
  {
    ...pageQuery,
    status: Type.Optional(StatusList),
    ...taskFilter,
    order: Type.Optional(
      Type.Enum(['newest', 'oldest'], { type: 'string', description: 'Sort order. Default `newest`.' }),
    ),
  },
  { additionalProperties: false },
);

import { type TSchema, Type } from 'typebox';
import { catalogue } from '../../errors.ts';

const FaultTypes = Type.Enum(Object.keys(catalogue), {
  type: 'string',
  title: 'FaultType',
  description: 'Stable identifier of the error, for programs.',
});
const FaultDetail = Type.Object(
  {
    path: Type.String({ description: 'Path of the invalid value, such as `params.prompt` or `roles.0`.' }),
    message: Type.String({ description: 'Description of the fault.' }),
  },
  { title: 'FaultDetail' },
);

export const ReachedQuota = Type.Object(
  { name: Type.String(), limit: Type.Integer(), used: Type.Integer() },
  { title: 'ReachedQuota', description: 'Only with `quota_exceeded`.' },
);

export const Fault = Type.Object(
  {
    code: Type.Integer({ description: 'HTTP status.' }),
    message: Type.String({
      description: 'Message for people, in English or Chinese depending on `Accept-Language`.',
    }),
    data: Type.Null(),
    error: Type.Object({
      type: FaultTypes,
      details: Type.Optional(Type.Array(FaultDetail)),
      quota: Type.Optional(ReachedQuota),
    }),
    request_id: Type.String(),
  },
  { $id: 'Fault' },
);

const header = (description: string, type = 'string') => ({ type, description });

export const headers = {
  'x-request-id': header('Identifies this request in the log.'),
  'cache-control': header('`no-store`.'),
  'x-content-type-options': header('`nosniff`.'),
  'referrer-policy': header('`no-referrer`.'),
  'x-frame-options': header('`DENY`.'),
};

export const retryAfter = { 'retry-after': header('Seconds to wait.', 'integer') };
export const contentRange = { 'content-range': header('The returned bytes, and the size of the file.') };
export const authenticate = {
  'www-authenticate': header('`Bearer`, with the reason why the token was refused.'),
};

const MESSAGES = { 200: 'OK', 201: 'Created', 202: 'Accepted' } as const;

/** One successful answer in the response format, for `schema.response`. */
export function answer(
  data: TSchema,
  example: unknown,
  options: { code?: 200 | 201 | 202; description?: string; headers?: Record<string, object> } = {},
) {
  const { code = 200, description = code === 201 ? 'Created.' : 'Done.' } = options;
  return {
    description,
    headers: { ...headers, ...options.headers },
    content: {
      'application/json': {
        schema: Type.Object({ code: Type.Literal(code), message: Type.String(), data }, titleOf(data, code)),
        example: { code, message: MESSAGES[code], data: example },
      },
    },
  };
}

/** Clients get a type for each answer: `TaskPageAnswer`, `UserCreated`, `EmptyAnswer`. */
function titleOf(data: TSchema, code: 200 | 201 | 202): { title?: string } {
  const { $ref, title, type } = data as { $ref?: string; title?: string; type?: string };
  const name = type === 'null' ? 'Empty' : (title ?? $ref?.replace('#', ''));
  return name === undefined ? {} : { title: `${name}${code === 200 ? 'Answer' : MESSAGES[code]}` };
}

/** A body without content, as `data: null`. */
export const nothing = (description: string, code: 200 | 202 = 200) =>
  answer(Type.Null(), null, { description, code });

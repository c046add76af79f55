import type { FastifySchema, RouteOptions } from 'fastify';
import { catalogue, type FaultType } from '../errors.ts';
import type { AccessRule } from './fastify-types.ts';
import { authenticate, contentRange, headers, retryAfter } from './schemas/answers.schema.ts';
import { setCookie } from './session-cookies.ts';

export const tags = [
  { name: 'Sign-in', description: 'Tokens and sessions.' },
  { name: 'Users', description: 'Accounts and roles.' },
  { name: 'Tasks', description: 'What takes long: create, watch, cancel, retry.' },
  { name: 'Operation', description: 'Health and measurements.' },
];

const accessText: Record<AccessRule, string> = {
  public: 'Anyone may call this.',
  'link-or-read': 'Needs the `read` permission, or a signed link.',
  read: 'Needs the `read` permission.',
  write: 'Needs the `write` permission.',
  delete: 'Needs the `delete` permission.',
  admin: 'Needs the `admin` permission.',
  oversee: 'For managers and administrators.',
};

/** A route's schema with what every call of its kind may answer: who may call it, and each fault with its headers. */
export function describe(schema: FastifySchema = {}, url: string, route: RouteOptions): FastifySchema {
  const rule = route.config?.access ?? 'public';
  const own = (schema.response ?? {}) as Record<string, unknown>;
  const faults = url.startsWith('/api/') ? faultResponses(faultsOf(schema, route, rule), route) : {};
  return {
    ...schema,
    ...(url.startsWith('/api/') && {
      description: [schema.description, accessText[rule]].filter(Boolean).join('\n\n'),
    }),
    security: rule === 'public' ? [] : [{ password: [] }, { bearer: [] }],
    response: { ...faults, ...own },
  };
}

function faultsOf(schema: FastifySchema, route: RouteOptions, rule: AccessRule): FaultType[] {
  const found: FaultType[] = ['invalid_request', 'internal_error', 'overloaded', 'store_unavailable'];
  if (rule !== 'public') found.push('not_authenticated', 'permission_denied');
  if (schema.params) found.push('not_found', 'uri_too_long');
  if (schema.querystring || schema.headers) found.push('validation_failed');
  const takesBody = [route.method].flat().some((one) => one !== 'GET' && one !== 'HEAD');
  if (takesBody)
    found.push('malformed_json', 'validation_failed', 'body_too_large', 'unsupported_media_type');
  return [...new Set([...found, ...(route.config?.faults ?? [])])];
}

function faultResponses(types: FaultType[], route: RouteOptions): Record<string, unknown> {
  const statuses = [...new Set(types.map((type) => catalogue[type].status))];
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      faultResponse(
        status,
        types.filter((type) => catalogue[type].status === status),
        route.config?.cookies === true,
      ),
    ]),
  );
}

function faultResponse(status: number, types: FaultType[], cookies: boolean) {
  return {
    description: types.map((type) => catalogue[type].en).join(' Or: '),
    headers: {
      ...headers,
      ...(status === 401 && authenticate),
      ...(status === 401 && cookies && setCookie),
      ...(status === 416 && contentRange),
      ...((status === 429 || status === 503) && retryAfter),
    },
    content: {
      'application/json': {
        schema: { $ref: 'Fault#' },
        examples: Object.fromEntries(types.map((type) => [type, { value: faultExample(type) }])),
      },
    },
  };
}

const faultExample = (type: FaultType) => ({
  code: catalogue[type].status,
  message: catalogue[type].en,
  data: null,
  error:
    type === 'validation_failed'
      ? { type, details: [{ path: 'params.prompt', message: 'must not have fewer than 1 characters' }] }
      : { type },
  request_id: 'q3v1Zk8a-1f',
});

type Operation = { responses?: Record<string, unknown> };

/** Moves responses that several calls share under `components`, so that the document stays small enough to read. */
export function shareFaults(given: { openapiObject?: object; swaggerObject?: object }) {
  const document = given.openapiObject as {
    paths: Record<string, Record<string, Operation>>;
    components: { responses?: Record<string, unknown> };
  };
  const shared: Record<string, unknown> = {};
  const names = new Map<string, string>();
  for (const path of Object.values(document.paths)) {
    for (const { responses = {} } of Object.values(path)) {
      for (const [status, response] of Object.entries(responses)) {
        if (Number(status) < 400) continue;
        const text = JSON.stringify(response);
        let name = names.get(text);
        if (!name) {
          const same = Object.keys(shared).filter((one) => one.startsWith(`Fault${status}`)).length;
          name = same === 0 ? `Fault${status}` : `Fault${status}_${same + 1}`;
          names.set(text, name);
          shared[name] = response;
        }
        responses[status] = { $ref: `#/components/responses/${name}` };
      }
    }
  }
  document.components.responses = shared;
  return document as never;
}

import type { FastifySchema, RouteOptions } from 'fastify';
import { catalogue, type FaultType } from '../../errors.ts';
import type { AccessRule } from '../fastify-types.ts';
import { isRecordedOfAnybody } from '../plugins/recorded-calls.plugin.ts';
import { authenticate, contentRange, headers, retryAfter } from '../schemas/answers.schema.ts';
import { setCookie } from '../session-cookies.ts';

const accessText: Record<AccessRule, string> = {
  public: 'No sign-in is required.',
  'link-or-read': 'Requires the `read` permission or a signed link.',
  read: 'Requires the `read` permission.',
  write: 'Requires the `write` permission.',
  delete: 'Requires the `delete` permission.',
  admin: 'Requires the `admin` permission.',
  oversee: 'Only for managers and administrators.',
};

/** A route's schema, completed with what applies to every call of its kind: who may call it, and each fault with its headers. */
export function describe(schema: FastifySchema = {}, url: string, route: RouteOptions): FastifySchema {
  const rule = route.config?.access ?? 'public';
  const own = (schema.response ?? {}) as Record<string, unknown>;
  const faults = url.startsWith('/api/') ? faultResponses(faultsOf(schema, route, rule), route) : {};
  return {
    ...schema,
    ...(url.startsWith('/api/') && {
      description: [schema.description, accessText[rule]].filter(Boolean).join('\n\n'),
    }),
    ...(schema.body !== undefined && { body: describedBody(schema.body) }),
    security: rule === 'public' ? [] : [{ password: [] }, { bearer: [] }],
    response: { ...faults, ...own },
  };
}

/**
 * A call that also accepts a form is described only with its JSON body, and its text mentions the form: openapi-python-client
 * (0.29) writes Python that cannot be imported for a call with two kinds of body.
 */
function describedBody(body: unknown): unknown {
  const { content } = body as { content?: Record<string, unknown> };
  const json = content?.['application/json'];
  return json ? { content: { 'application/json': json } } : body;
}

function faultsOf(schema: FastifySchema, route: RouteOptions, rule: AccessRule): FaultType[] {
  const found: FaultType[] = [
    'invalid_request',
    'internal_error',
    'record_damaged',
    'overloaded',
    'store_unavailable',
  ];
  if (rule !== 'public') found.push('not_authenticated', 'permission_denied');
  if (route.config?.no_keys) found.push('api_key_not_allowed');
  if (isRecordedOfAnybody(route.config ?? {})) found.push('too_many_requests');
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
    description: types.map((type) => `\`${type}\`: ${catalogue[type].en}`).join('\n\n'),
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

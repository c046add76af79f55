import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { DamagedData, StoreDamaged, Unavailable } from '../../data/contracts/index.ts';
import { Fault, type FaultDetail, type FaultType } from '../../errors.ts';
import { type SchemaError, schemaFaults, soundFields } from '../../schema-faults.ts';
import { queryFaults } from '../../services/query-rules.ts';
import { errorBody } from '../envelope.ts';
import type { App } from '../fastify-types.ts';
import { pathOf } from '../request-path.ts';

/** The catalogued faults for errors of Fastify itself. */
const fastifyFaults: Record<string, FaultType> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed_json',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'malformed_json',
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_MAX_PARAM_LENGTH: 'uri_too_long',
  FST_ERR_NOT_FOUND: 'not_found',
};

/** Characters of one part of a path; longer ones are refused by the router. */
export const LONGEST_SEGMENT = 600;

/** How long a client may go on sending a refused body; the same as in common proxies. */
const READ_TO_END_MS = 30_000;

/** Answers every error in the response format. Unexpected errors are a plain 500, and their details go only to the log. */
export const faults = fp(async (app: App) => {
  const table = new Map<string, { pattern: RegExp; literal: boolean; methods: Set<string> }>();

  app.addHook('onRoute', ({ url, method }) => {
    if (url.includes('*')) return;
    const path = withoutSlash(url);
    const row = table.get(path) ?? {
      pattern: new RegExp(`^${path.replace(/:[^/]+/g, '[^/]+')}$`),
      literal: !path.includes(':'),
      methods: new Set(),
    };
    table.set(path, row);
    for (const one of [method].flat()) row.methods.add(one);
  });

  /** The methods that the path allows: a literal path (`/users/me`) takes precedence over one with an id (`/users/:id`). */
  function methodsOf(url: string): Set<string> | null {
    const path = withoutSlash(pathOf(url));
    const exact = table.get(path);
    if (exact?.literal) return exact.methods;
    const rows = [...table.values()].filter(({ pattern }) => pattern.test(path));
    return rows.length === 0 ? null : new Set(rows.flatMap(({ methods }) => [...methods]));
  }

  app.addHook('onRequest', (request, reply, done) => {
    // If the literal path does not allow the method, the router continues with the path that contains an id.
    if (!request.routeOptions.url?.includes(':')) return done();
    const methods = table.get(withoutSlash(pathOf(request.url)))?.methods;
    if (!methods || methods.has(request.method)) return done();
    reply.header('allow', [...methods].join(', '));
    done(new Fault('method_not_allowed'));
  });

  app.setErrorHandler((error: FastifyError, request, reply) => {
    sendFault(faultOf(error, request), request, reply);
  });

  app.setNotFoundHandler((request, reply) => {
    const methods = methodsOf(request.url);
    if (!methods || methods.has(request.method)) {
      // The router does not match a segment that is too long, and continues with the route for any path.
      const long = pathOf(request.url)
        .split('/')
        .some(({ length }) => length > LONGEST_SEGMENT);
      return sendFault(new Fault(long ? 'uri_too_long' : 'unknown_path'), request, reply);
    }
    reply.header('allow', [...methods].join(', '));
    sendFault(new Fault('method_not_allowed'), request, reply);
  });
});

const withoutSlash = (path: string): string => path.replace(/\/$/, '');

/** The catalogued fault for an error, with a log line if an operator should know of it. */
export function faultOf(thrown: FastifyError | Error, request: FastifyRequest): Fault {
  // A task type's own code may throw anything, null included.
  const error = thrown instanceof Error ? thrown : new Error('a value that is not an error was thrown');
  if (error instanceof Fault) return error;
  if (error instanceof DamagedData || error instanceof StoreDamaged) {
    request.log.warn({ err: error }, 'a request failed because what is stored is damaged');
    return new Fault('record_damaged', { cause: error });
  }
  if (error instanceof Unavailable) {
    request.log.warn(
      { err: error },
      'a request failed because a store cannot be reached; the caller is asked to try again',
    );
    return new Fault('store_unavailable', { retry_after: 2, cause: error });
  }
  const { code, statusCode, validation } = error as FastifyError;
  if (validation) return validationFault(error as FastifyError, request);
  const type = fastifyFaults[code];
  if (type) return new Fault(type);
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return new Fault('invalid_request');
  request.log.error(
    { err: error },
    'a request failed with an unexpected error; the caller got internal_error',
  );
  return new Fault('internal_error', { cause: error });
}

function validationFault(error: FastifyError, request: FastifyRequest): Fault {
  // A malformed id gets the same answer as an id that does not exist.
  if (error.validationContext === 'params') return new Fault('not_found');
  const found = error.validation as readonly SchemaError[];
  const root = error.validationContext ?? 'body';
  const details = faultsOfPart(root, found, request);
  return new Fault('validation_failed', { details: [...details, ...faultsAfter(root, request)] });
}

const PARTS = ['body', 'querystring', 'headers'] as const;

/** Fastify stops at the first invalid part of a request; the caller is told about all parts. */
function faultsAfter(root: string, request: FastifyRequest): FaultDetail[] {
  const values = { querystring: request.query, headers: request.headers };
  return PARTS.slice(PARTS.indexOf(root as (typeof PARTS)[number]) + 1).flatMap((part) => {
    const checked: unknown = request.getValidationFunction(part)?.(values[part as keyof typeof values]);
    const { error } = (checked ?? {}) as { error?: readonly SchemaError[] };
    return error ? faultsOfPart(part, error, request) : [];
  });
}

/** Of a query, also the faults that its rules find in the fields with which the schema agrees. */
function faultsOfPart(
  root: string,
  errors: readonly SchemaError[],
  { query }: FastifyRequest,
): FaultDetail[] {
  const details = schemaFaults(errors, { root, within: false });
  return root === 'querystring' ? [...details, ...queryFaults(soundFields(query, details))] : details;
}

/** What describes the contents that were to be sent in place of the fault. */
const OF_CONTENTS = [
  ...(['content-length', 'content-type', 'content-encoding', 'content-disposition'] as const),
  ...(['accept-ranges', 'etag', 'last-modified'] as const),
];

/** Answers with the fault and the headers that belong to its status. */
export function sendFault(fault: Fault, request: FastifyRequest, reply: FastifyReply): void {
  for (const name of OF_CONTENTS) reply.removeHeader(name);
  if (fault.type !== 'range_not_satisfiable') reply.removeHeader('content-range');
  if (reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  faultHeaders(fault, request, reply);
  reply.code(fault.status).send(errorBody(fault, request.headers['accept-language'], request.id));
}

/** `WWW-Authenticate` for a 401, `Retry-After` for a 429 or 503; a 413 leaves its connection open. */
export function faultHeaders(fault: Fault, request: FastifyRequest, reply: FastifyReply): void {
  if (fault.type === 'body_too_large') readToEnd(request, reply);
  if (fault.status === 401) {
    const told = fault.type === 'not_authenticated' && request.headers.authorization !== undefined;
    reply.header('www-authenticate', told ? 'Bearer error="invalid_token"' : 'Bearer');
  }
  // A quota of active tasks has no time at which it ends.
  const waits = fault.type !== 'quota_exceeded' || fault.retry_after !== undefined;
  if (waits && (fault.status === 429 || fault.status === 503))
    reply.header('retry-after', fault.retry_after ?? 2);
}

/**
 * Reads and discards the rest of a refused body. Fastify would close the connection after the answer; a connection closed with unread
 * bytes is reset, and a client that is still sending then sees the reset and not the answer.
 */
function readToEnd({ raw }: FastifyRequest, reply: FastifyReply): void {
  reply.removeHeader('connection');
  const limit = setTimeout(() => raw.socket.destroy(), READ_TO_END_MS);
  raw.once('close', () => clearTimeout(limit));
  raw.resume();
}

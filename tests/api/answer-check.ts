import assert from 'node:assert/strict';
import { catalogue } from '../../src/errors.ts';
import type { Received } from './api-client.ts';

export interface OpenApiDocument {
  paths: Record<string, Record<string, Operation>>;
  components: { responses: Record<string, Response>; schemas: Record<string, object> };
}
export interface Operation {
  operationId: string;
  requestBody?: { content: Record<string, { example?: unknown; examples?: Record<string, unknown> }> };
  responses: Record<string, Response & { $ref?: string }>;
}
export interface Response {
  description: string;
  headers?: Record<string, object>;
  content?: Record<string, { schema: object; example?: unknown; examples?: object }>;
}

const WITHOUT_ENVELOPE =
  /^\/api\/v1\/(auth\/token|tasks\/[^/]+\/items\/[^/]+\/files\/|tasks\/[^/]+\/(archive|grid|thumbnail)|tasks\/([^/]+\/)?events)/;

/** What must hold for every answer: format, headers, and a status and headers that the document declares. */
/** Every operation of the document with its method and path. */
export const operationsOf = ({
  paths,
}: OpenApiDocument): [method: string, path: string, operation: Operation][] =>
  Object.entries(paths).flatMap(([path, all]) =>
    Object.entries(all).map(([method, one]): [string, string, Operation] => [
      method.toUpperCase(),
      path,
      one,
    ]),
  );

export function answerCheck(document: OpenApiDocument) {
  const table = Object.entries(document.paths).map(([path, operations]) => ({
    pattern: new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}/?$`),
    literal: !path.includes('{'),
    operations,
  }));

  return (method: string, target: string, answer: Received): void => {
    const [path = ''] = target.split('?');
    const where = `${method} ${target.slice(0, 200)} → ${answer.status} ${answer.text.slice(0, 300)}`;
    // A 500 has to be one that its call expects.
    assert.ok(answer.status < 500 || answer.status === 503 || isExpected(answer), where);
    assert.ok(answer.headers['x-request-id'], `no request id: ${where}`);
    if (!path.startsWith('/api/')) return;
    assert.equal(answer.headers['x-content-type-options'], 'nosniff', where);
    const isError = answer.status >= 400;
    if (
      method !== 'HEAD' &&
      (isError ? !path.startsWith('/api/v1/auth/token') : !WITHOUT_ENVELOPE.test(path))
    ) {
      checkEnvelope(answer, where);
    }
    const rows = table.filter(({ pattern }) => pattern.test(path));
    const row = rows.find(({ literal }) => literal) ?? rows[0];
    const operation = row?.operations[method.toLowerCase()];
    if (operation) checkDeclared(document, operation, answer, where);
    else if (method !== 'HEAD')
      assert.ok([400, 404, 405, 414].includes(answer.status), `not in the document: ${where}`);
  };
}

const isExpected = ({ status, body }: Received): boolean =>
  status === 500 && body?.error?.type !== undefined && body.error.type !== 'internal_error';

function checkEnvelope({ status, body, headers }: Received, where: string): void {
  assert.equal(body?.code, status, where);
  assert.equal(typeof body.message, 'string', where);
  assert.ok('data' in body, where);
  if (status < 400) {
    assert.deepEqual(Object.keys(body), ['code', 'message', 'data'], where);
    return;
  }
  assert.deepEqual(Object.keys(body), ['code', 'message', 'data', 'error', 'request_id'], where);
  assert.equal(body.data, null, where);
  assert.equal(catalogue[body.error.type as keyof typeof catalogue]?.status, status, where);
  assert.equal(body.request_id, headers['x-request-id'], where);
  for (const { path, message } of body.error.details ?? []) {
    assert.ok(typeof path === 'string' && typeof message === 'string' && path !== '', where);
  }
  if (status === 401) assert.match(String(headers['www-authenticate']), /^Bearer/, where);
  const waits = body.error.type !== 'quota_exceeded' || body.error.quota.name === 'tasks_per_day';
  if (waits && (status === 429 || status === 503))
    assert.match(String(headers['retry-after']), /^\d+$/, where);
}

/** Headers of HTTP itself, which no document lists. */
const PLAIN = new Set(
  'content-type content-length date connection keep-alive transfer-encoding vary access-control-allow-origin access-control-expose-headers'.split(
    ' ',
  ),
);

function checkDeclared(
  document: OpenApiDocument,
  operation: Operation,
  answer: Received,
  where: string,
): void {
  const declared = operation.responses[String(answer.status)];
  assert.ok(declared, `${operation.operationId} does not declare this status: ${where}`);
  const response = declared.$ref
    ? (document.components.responses[declared.$ref.split('/').at(-1) ?? ''] as Response)
    : declared;
  for (const name of Object.keys(answer.headers)) {
    if (PLAIN.has(name)) continue;
    assert.ok(
      response.headers?.[name],
      `${operation.operationId} does not declare the header ${name}: ${where}`,
    );
  }
}

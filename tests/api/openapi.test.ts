import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { Validator } from '@seriousme/openapi-schema-validator';
import { type TSchema, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { openApiDocument } from '../../src/api/openapi/openapi-document.ts';
import { catalogue } from '../../src/errors.ts';
import type { Response } from './answer-check.ts';
import { startApi, type TestApi } from './start-api.ts';

let api: TestApi;
// biome-ignore lint/suspicious/noExplicitAny: a document of many shapes
let document: any;
before(async () => {
  api = await startApi();
  document = (await api.anonymous.send('GET', '/openapi.json')).body;
});
after(() => api.close());

interface Operation {
  operationId: string;
  summary: string;
  tags: string[];
  security: object[];
  parameters?: { name: string; in: string; schema: TSchema }[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, Response & { $ref?: string }>;
}
interface Media {
  schema: TSchema;
  example?: unknown;
  examples?: Record<string, { value: unknown }>;
}

const operations = (): [string, Operation][] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, Operation>).map(([method, operation]): [string, Operation] => [
      `${method} ${path}`,
      operation,
    ]),
  );
const resolved = (response: Response & { $ref?: string }): Response =>
  response.$ref ? document.components.responses[response.$ref.split('/').at(-1) ?? ''] : response;

test('the document is valid OpenAPI 3.1', async () => {
  assert.equal(document.openapi, '3.1.0');
  const { valid, errors } = await new Validator().validate(structuredClone(document));
  assert.ok(valid, JSON.stringify(errors, null, 2));
});

test('every call has a name of its own, words about it, a tag, and says who may call it', () => {
  const names = operations().map(([, { operationId }]) => operationId);
  assert.equal(new Set(names).size, names.length);
  assert.ok(names.length >= 29, `${names.length} calls`);
  const tags = document.tags.map(({ name }: { name: string }) => name);
  for (const [where, { summary, tags: own, security }] of operations()) {
    assert.ok(summary, where);
    assert.ok(own.every((tag) => tags.includes(tag)) && own.length === 1, where);
    const open = where.includes('/auth/') || !where.includes('/api/');
    assert.equal(security.length, open ? 0 : 2, where);
  }
});

test('every body has an example, and the example fits its schema', () => {
  // References are looked up by name, as they stand in the document.
  const context = Object.fromEntries(
    Object.entries(document.components.schemas).map(([name, schema]) => [name, schema as TSchema]),
  );
  const whole = (schema: unknown): unknown => {
    if (Array.isArray(schema)) return schema.map(whole);
    if (typeof schema !== 'object' || schema === null) return schema;
    const { $ref } = schema as { $ref?: string };
    if ($ref) return whole(context[$ref.split('/').at(-1) ?? '']);
    return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, whole(value)]));
  };
  const check = (where: string, { schema, example, examples }: Media) => {
    const values = examples ? Object.values(examples).map(({ value }) => value) : [example];
    const validator = Compile(Type.Unsafe(whole(schema) as TSchema));
    for (const value of values) {
      assert.ok(value !== undefined, `${where} has no example`);
      assert.ok(validator.Check(value), `${where}: ${JSON.stringify(validator.Errors(value))}`);
    }
  };
  for (const [where, { requestBody, responses }] of operations()) {
    for (const [type, media] of Object.entries(requestBody?.content ?? {})) check(`${where} ${type}`, media);
    for (const [status, response] of Object.entries(responses)) {
      const { content = {}, description } = resolved(response);
      assert.ok(description && description !== 'Default Response', `${where} ${status}`);
      assert.equal(Object.keys(content).length === 0, status === '304', `${where} ${status}`);
      for (const media of Object.values(content)) check(`${where} ${status}`, media as Media);
    }
  }
});

test('every call declares what any of its kind may answer, with the headers', () => {
  for (const [where, { responses, requestBody, security }] of operations()) {
    if (!where.includes('/api/') || where.includes('/auth/token')) continue;
    const needed = [
      400,
      500,
      503,
      ...(requestBody ? [413, 415, 422] : []),
      ...(security.length ? [401, 403] : []),
    ];
    if (where.includes('{')) needed.push(404);
    for (const status of needed) assert.ok(responses[status], `${where} does not declare ${status}`);
    for (const [status, response] of Object.entries(responses)) {
      const { headers = {} } = resolved(response);
      assert.ok(headers['x-request-id'], `${where} ${status}`);
      if (status === '401') assert.ok(headers['www-authenticate'], where);
      if (status === '429' || status === '503') assert.ok(headers['retry-after'], where);
    }
  }
});

test('clients get a named type for each body, each answer and each list, and the error types of the catalogue', () => {
  const named = (schema: TSchema & { $ref?: string }) =>
    /^#\/components\/schemas\/\w+$/.test(schema.$ref ?? '');
  for (const [where, { requestBody, responses }] of operations()) {
    for (const media of Object.values(requestBody?.content ?? {})) assert.ok(named(media.schema), where);
    for (const [status, response] of Object.entries(responses)) {
      const json = resolved(response).content?.['application/json'] as Media | undefined;
      if (json) assert.ok(named(json.schema), `${where} ${status}: ${JSON.stringify(json.schema)}`);
    }
  }
  const { schemas } = document.components;
  for (const [name, schema] of Object.entries<TSchema>(schemas)) {
    if (name === 'Fault' || !/(Answer|Created)$/.test(name)) continue;
    const data = (schema as { properties: { data: TSchema & { $ref?: string; type?: string } } } & TSchema)
      .properties.data;
    assert.ok(named(data) || data.type === 'null', `${name} holds ${JSON.stringify(data)}`);
  }
  assert.deepEqual(schemas.FaultType.enum, Object.keys(catalogue));
  assert.deepEqual(schemas.Fault.properties.error.properties.type, {
    $ref: '#/components/schemas/FaultType',
  });
});

test('files answer with the content types they have', () => {
  const { content } = document.paths['/api/v1/tasks/{id}/items/{index}/files/{name}'].get.responses[200];
  assert.deepEqual(Object.keys(content), [
    'image/png',
    'image/jpeg',
    'image/webp',
    'application/octet-stream',
  ]);
  assert.ok(!JSON.stringify(document).includes('*/*'));
});

test('the document is printed without a database, the same each time and as it is served', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['src/cli.ts', 'openapi'], {
    // Settings that would stop a start.
    env: { ...process.env, DATA_DIR: '/dev/null/none', MONGODB_URL: 'mongodb://127.0.0.1:1', PORT: 'x' },
    maxBuffer: 10_000_000,
  });
  assert.equal(stdout, `${JSON.stringify(document, null, 2)}\n`);
  assert.equal(JSON.stringify(await openApiDocument()), JSON.stringify(document));
});

test('every query parameter is one value, of which the call knows what to do', async () => {
  const { schemas } = document.components;
  const user = await api.as('admin');
  for (const [where, { parameters = [] }] of operations())
    for (const { name, in: place, schema } of parameters) {
      if (place !== 'query') continue;
      const { $ref } = schema as { $ref?: string };
      const { type } = $ref ? schemas[$ref.split('/').at(-1) ?? ''] : schema;
      assert.ok(['string', 'integer', 'boolean'].includes(type), `${where} ${name}`);
    }
  // The lines of a log have no status to be chosen by.
  const id = '00000000-0000-4000-8000-000000000000';
  await user.fault('GET', `/api/v1/tasks/${id}/items/0/logs?status=failed`, {}, 'validation_failed');
});

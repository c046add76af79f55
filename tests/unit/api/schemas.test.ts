import assert from 'node:assert/strict';
import { test } from 'node:test';
import SerializerSelector from '@fastify/fast-json-stringify-compiler';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { buildApp } from '../../../src/api/build-app.ts';
import { absentServices } from '../../../src/api/openapi/absent-services.ts';
import { readSettings } from '../../../src/settings.ts';

interface RouteSchema extends Partial<Record<(typeof ASKED)[number], TSchema>> {
  response?: Record<string, object>;
}

const ASKED = ['body', 'querystring', 'params', 'headers'] as const;

/** Both are compiled at their first use: a schema that cannot be would be a 500 of one answer of one route. */
test('every serializer and every validator of every route can be compiled', async () => {
  const settings = readSettings({ SECRET_KEY: 'a secret of this test alone' });
  const app = buildApp(absentServices(), settings);
  const routes: { method: string; url: string; schema: RouteSchema }[] = [];
  app.addHook('onRoute', ({ method, url, schema }) => {
    if (schema) routes.push({ method: String(method), url, schema: schema as RouteSchema });
  });
  await app.ready();
  const serializerOf = SerializerSelector()(app.getSchemas(), {});
  let compiled = 0;
  const compile = (what: string, make: () => unknown) => {
    assert.doesNotThrow(make, what);
    compiled += 1;
  };
  for (const { method, url, schema } of routes) {
    for (const [status, answer] of Object.entries(schema.response ?? {})) {
      const route = { method, url, httpStatus: status, schema: schemaOf(answer) };
      if (route.schema) compile(`${method} ${url} ${status}`, () => serializerOf(route));
    }
    for (const part of ASKED) {
      const asked = schema[part];
      if (asked) compile(`${method} ${url}, ${part}`, () => Compile(asked));
    }
  }
  assert.ok(compiled > 200, `only ${compiled} schemas were found`);
  await app.close();
});

/** Of JSON where an answer names its content types; null where it is no JSON. */
function schemaOf(answer: object): object | null {
  if (!('content' in answer)) return answer;
  const content = answer.content as Record<string, { schema?: object }>;
  return content['application/json']?.schema ?? null;
}

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { GENERATED, generateClient, readDocument } from '../../scripts/generate-client.ts';
import { typeOf } from '../../scripts/schema-types.ts';

test('the client has every call of the API, as the OpenAPI document describes it', async () => {
  const fresh = generateClient(readDocument());
  assert.equal(await readFile(GENERATED, 'utf8'), fresh, 'run `npm run docs` and commit what it writes');
});

test('schemas become types', () => {
  const cases: [object, string][] = [
    [{}, 'unknown'],
    [{ $ref: '#/components/schemas/Task' }, 'Task'],
    [{ type: ['string', 'null'] }, 'string | null'],
    [{ enum: ['a', 1, null] }, '"a" | 1 | null'],
    [{ const: true }, 'true'],
    [{ type: 'array', items: { type: ['integer', 'null'] } }, '(number | null)[]'],
    [{ anyOf: [{ type: 'integer' }, { type: 'number' }] }, 'number'],
    [{ type: 'object' }, 'Record<string, unknown>'],
    [{ type: 'object', additionalProperties: { type: 'string' } }, 'Record<string, string>'],
    [
      { type: 'object', properties: { a: { type: 'string' }, 'b.c': {} }, required: ['a'] },
      '{\na: string;\n"b.c"?: unknown;\n}',
    ],
  ];
  for (const [schema, type] of cases) assert.equal(typeOf(schema), type);
});

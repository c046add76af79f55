/**
 * Writes client/src/generated.ts, the types and methods of the typed client, from the OpenAPI document: `npm run docs`.
 * A test fails if the file is out of date. A new route becomes a method of the client automatically.
 */
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  type Document,
  type Media,
  type Operation,
  type Parameter,
  type Schema,
  typeOf,
} from './schema-types.ts';
import { writeGenerated } from './write-generated.ts';

const ROOT = resolve(import.meta.dirname, '..');
export const GENERATED = join(ROOT, 'client/src/generated.ts');

/** The document that `npm run openapi` prints, without the settings of this folder or environment. */
export function readDocument(): Document {
  const { PATH } = process.env;
  const command = [join(ROOT, 'bin/backend2.js'), 'openapi'];
  const text = execFileSync(process.execPath, command, { cwd: tmpdir(), env: { PATH }, maxBuffer: 2 ** 26 });
  return JSON.parse(text.toString()) as Document;
}

/** How the client sends one call and reads its answer; see `Call` in client/src/call.ts. */
interface Call {
  method: string;
  path: string;
  query?: string[];
  query_prefixes?: string[];
  body?: 'fields' | 'whole' | 'form';
  answer: 'data' | 'json' | 'text' | 'response' | 'stream';
  keyed?: true;
  public?: true;
}

interface Found {
  name: string;
  operation: Operation;
  call: Call;
  /** The type of the arguments; null if there are none. */
  args: string | null;
  optional: boolean;
  answer: string;
}

/** The text of the file, formatted as by `npm run format`. */
export function generateClient(document: Document): string {
  const calls = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => find(document, path, method, operation)),
  );
  const schemas = Object.entries(document.components.schemas).filter(([, schema]) => !isEnvelope(schema));
  const table = calls.map(({ name, call }) => `  ${name}: ${JSON.stringify(call)},`);
  return formatted([
    '// Written by `npm run docs` from the OpenAPI document. Do not edit.',
    "import type { Call, CallOptions, EventStream, FollowOptions, Transport } from './call.ts';",
    "import type { Pages } from './pages.ts';\n",
    ...schemas.map(([name, schema]) => `${comment(schema.description)}${declared(name, typeOf(schema))}`),
    ...calls.filter(({ args }) => args).map(({ name, args }) => declared(argsName(name), args as string)),
    `const calls = {\n${table.join('\n')}\n} satisfies Record<string, Call>;\n`,
    '/** Every call of the API, by its operation id. */',
    'export class Api {',
    '  readonly #transport: Transport;\n',
    '  constructor(transport: Transport) {\n    this.#transport = transport;\n  }',
    ...calls.map(methodOf),
    '}\n',
  ]);
}

function formatted(lines: string[]): string {
  const biome = join(ROOT, 'node_modules/.bin/biome');
  // The ignored output does not affect the text.
  const args = ['format', '--vcs-use-ignore-file=false', `--stdin-file-path=${GENERATED}`];
  return execFileSync(biome, args, { cwd: ROOT, input: lines.join('\n'), maxBuffer: 2 ** 26 }).toString();
}

const declared = (name: string, type: string) =>
  /^\{.*\}$/s.test(type) && !type.includes('} & {')
    ? `export interface ${name} ${type}\n`
    : `export type ${name} = ${type};\n`;

function find(document: Document, path: string, method: string, operation: Operation): Found {
  const parameters = operation.parameters ?? [];
  const ofPath = parameters.filter((one) => one.in === 'path');
  const ofQuery = parameters.filter((one) => one.in === 'query');
  const fields = [...ofPath, ...ofQuery];
  const body = bodyOf(document, operation, new Set(fields.map(({ name }) => name)));
  const answer = answerOf(document, operation);
  const prefixes = operation['x-query-prefixes'] ?? {};
  const parts = [fields.length > 0 && withPrefixes(fieldsType(fields), prefixes), body?.type].filter(
    Boolean,
  ) as string[];
  const keyed = parameters.some((one) => one.in === 'header' && one.name.toLowerCase() === 'idempotency-key');
  const call: Call = {
    method: method.toUpperCase(),
    path,
    ...(ofQuery.length > 0 && { query: ofQuery.map(({ name }) => name) }),
    ...(Object.keys(prefixes).length > 0 && { query_prefixes: Object.keys(prefixes) }),
    ...(body && { body: body.kind }),
    answer: answer.kind,
    ...(keyed && { keyed }),
    ...(operation.security?.length === 0 && { public: true }),
  };
  const optional = !fields.some(({ required }) => required) && (body?.optional ?? true);
  const args = parts.length > 0 ? parts.join(' & ') : null;
  return { name: operation.operationId, operation, call, args, optional, answer: answer.type };
}

const fieldsType = (fields: Parameter[]): string =>
  typeOf({
    type: 'object',
    properties: Object.fromEntries(
      fields.map((one) => [one.name, { description: one.description, ...one.schema }]),
    ),
    required: fields.filter(({ required }) => required).map(({ name }) => name),
  });

/** The type of an object that also accepts names with this prefix. */
const withPrefixes = (type: string, prefixes: Record<string, string>): string =>
  Object.entries(prefixes).reduce(
    (wider, [prefix, about]) =>
      wider.replace(/;?\s*\}$/, `;\n${comment(about)}[name: \`${prefix}\${string}\`]: string | undefined }`),
    type,
  );

/** The fields of a JSON object are passed next to those of path and query, unless a name would be ambiguous; any other body is `body`. */
function bodyOf(document: Document, { requestBody }: Operation, taken: Set<string>) {
  if (!requestBody) return null;
  const { content, required = false } = requestBody;
  const json = content['application/json'];
  const form = content['application/x-www-form-urlencoded'];
  const { schema } = (json ?? form ?? {}) as Media;
  if (!schema)
    return {
      kind: 'whole',
      type: wholeBody("NonNullable<RequestInit['body']>", required),
      optional: !required,
    } as const;
  const names = fieldNames(resolved(document, schema));
  const needs = names?.some((name) => resolved(document, schema).required?.includes(name)) ?? true;
  if (!json) return { kind: 'form', type: typeOf(schema), optional: !needs } as const;
  if (names && !names.some((name) => taken.has(name)))
    return {
      kind: 'fields',
      type: required ? typeOf(schema) : `Partial<${typeOf(schema)}>`,
      optional: !required || !needs,
    } as const;
  return { kind: 'whole', type: wholeBody(typeOf(schema), required), optional: !required } as const;
}

const wholeBody = (type: string, required: boolean) => `{ body${required ? '' : '?'}: ${type} }`;

const resolved = (document: Document, schema: Schema): Schema =>
  schema.$ref ? (document.components.schemas[schema.$ref.split('/').at(-1) ?? ''] as Schema) : schema;

/** The names of an object schema without additional properties; null for any other schema. */
function fieldNames({ type, properties, additionalProperties }: Schema): string[] | null {
  if (type !== 'object' || !properties || additionalProperties) return null;
  return Object.keys(properties);
}

function answerOf(document: Document, { responses }: Operation): { kind: Call['answer']; type: string } {
  const contents = Object.entries(responses)
    .filter(([status]) => status.startsWith('2'))
    .map(([, { content }]) => content ?? {});
  const stream = contents.find((content) => content['text/event-stream'])?.['text/event-stream'];
  if (stream) return { kind: 'stream', type: `EventStream<${typeOf(stream.schema['x-event'] ?? {})}>` };
  if (contents.some((content) => content['text/plain'])) return { kind: 'text', type: 'Promise<string>' };
  const bodies = contents.map((content) => content['application/json']?.schema);
  if (bodies.some((schema) => !schema)) return { kind: 'response', type: 'Promise<Response>' };
  const schemas = bodies.map((schema) => resolved(document, schema as Schema));
  const enveloped = schemas.every(
    ({ properties }) => properties && 'code' in properties && 'data' in properties,
  );
  if (!enveloped) return { kind: 'json', type: `Promise<${union(bodies as Schema[])}>` };
  const data = schemas.map(({ properties }) => (properties as Record<string, Schema>).data as Schema);
  const item = resolved(document, data[0] as Schema).properties;
  if (item?.items?.items && item.next_cursor)
    return { kind: 'data', type: `Pages<${typeOf(item.items.items)}>` };
  return { kind: 'data', type: `Promise<${union(data)}>` };
}

/** The schema of a successful answer; callers get its `data`. */
const isEnvelope = ({ properties }: Schema) =>
  properties !== undefined && 'code' in properties && 'data' in properties && !('error' in properties);

const union = (schemas: Schema[]) => [...new Set(schemas.map((schema) => typeOf(schema)))].join(' | ');

const argsName = (name: string) => `${name[0]?.toUpperCase()}${name.slice(1)}Args`;

const comment = (text: string | undefined, indent = '') =>
  text ? `${indent}/** ${text.replaceAll('*/', '*\\/').replaceAll('\n', ' ').replace(/ +/g, ' ')} */\n` : '';

function methodOf({ name, operation, call, args, optional, answer }: Found): string {
  const method = call.answer === 'stream' ? 'stream' : answer.startsWith('Pages<') ? 'pages' : 'send';
  const about = [`${operation.summary}.`, operation.description].filter(Boolean).join(' ');
  const options = method === 'stream' ? 'FollowOptions' : 'CallOptions';
  const given = args ? `args: ${argsName(name)}${optional ? ' = {}' : ''}, ` : '';
  return [
    `\n${comment(about, '  ')}  ${name}(${given}options?: ${options}): ${answer} {`,
    `    return this.#transport.${method}(calls.${name}, ${args ? 'args' : '{}'}, options);`,
    '  }',
  ].join('\n');
}

if (import.meta.main) writeGenerated([[GENERATED, generateClient(readDocument())]], console.log);

/** Converts JSON Schemas to TypeScript types, as far as our OpenAPI document uses them. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  patternProperties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  'x-event'?: Schema;
}

export interface Media {
  schema: Schema;
}
export interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema: Schema;
}
export interface Operation {
  operationId: string;
  summary: string;
  description?: string;
  security?: object[];
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Record<string, Media> };
  /** The meaning of query parameters whose names have this prefix. */
  'x-query-prefixes'?: Record<string, string>;
  responses: Record<string, { content?: Record<string, Media> }>;
}
export interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

export function typeOf(schema: Schema): string {
  if (schema.$ref) return schema.$ref.split('/').at(-1) as string;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return unique(choices.map(typeOf)).join(' | ');
  if (schema.allOf) return schema.allOf.map((one) => `(${typeOf(one)})`).join(' & ');
  if (schema.type === undefined) return 'unknown';
  return unique([schema.type].flat().map((type) => typeNamed(type, schema))).join(' | ');
}

function typeNamed(type: string, schema: Schema): string {
  switch (type) {
    case 'integer':
      return 'number';
    case 'array':
      return `${bracketed(typeOf(schema.items ?? {}))}[]`;
    case 'object':
      return objectType(schema);
    default:
      return type;
  }
}

function objectType({
  properties = {},
  required = [],
  additionalProperties,
  patternProperties,
}: Schema): string {
  const fields = Object.entries(properties).map(([name, schema]) => {
    const about = schema.description ? `/** ${schema.description.replaceAll('*/', '*\\/')} */\n` : '';
    const key = /^[a-z_$][\w$]*$/i.test(name) ? name : JSON.stringify(name);
    return `${about}${key}${required.includes(name) ? '' : '?'}: ${typeOf(schema)};`;
  });
  if (fields.length > 0) return `{\n${fields.join('\n')}\n}`;
  const [value = additionalProperties] = Object.values(patternProperties ?? {});
  return `Record<string, ${typeof value === 'object' ? typeOf(value) : 'unknown'}>`;
}

const bracketed = (type: string) => (/^\w+$/.test(type) ? type : `(${type})`);
const unique = (all: string[]) => [...new Set(all)];

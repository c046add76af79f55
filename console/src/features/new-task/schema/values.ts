/** Converts between params of the API and the values that fields edit. */
import { halfWidth } from '../../../formats/half-width.ts';
import { choicesOf, kindOf, type Property } from './json-schema.ts';

export interface NamedList {
  name: string;
  values: string[];
}

/** Numbers and JSON are kept as typed; the server reports errors in them. */
export type FieldValue = string | boolean | string[] | NamedList[];
export type Values = Record<string, FieldValue>;

const emptyOf = { list: [] as string[], lists: [] as NamedList[] };

function fieldValueOf({ schema, required }: Property, given: unknown): FieldValue {
  const kind = kindOf(schema);
  switch (kind) {
    case 'boolean':
      return given === true;
    case 'list':
      return Array.isArray(given) ? given.map(String) : emptyOf.list;
    case 'lists':
      return Object.entries((given ?? {}) as Record<string, string[]>).map(([name, values]) => ({
        name,
        values,
      }));
    case 'json':
      return given === undefined ? '' : JSON.stringify(given, null, 2);
    case 'choice':
      return given === undefined && required ? String(choicesOf(schema)[0]) : String(given ?? '');
    default:
      return given === undefined ? '' : String(given);
  }
}

/** The values of a form: those of `params`, or else the defaults of the schema. */
export function valuesOfParams(properties: readonly Property[], params: Record<string, unknown>): Values {
  return Object.fromEntries(
    properties.map((one) => [one.name, fieldValueOf(one, params[one.name] ?? one.schema.default)]),
  );
}

function paramOf({ schema, required }: Property, value: FieldValue | undefined): unknown {
  const kind = kindOf(schema);
  if (kind === 'boolean') return value === true;
  if (kind === 'lists') {
    const lists = (value ?? []) as NamedList[];
    return lists.length > 0 || required
      ? Object.fromEntries(lists.map(({ name, values }) => [name, values]))
      : undefined;
  }
  if (kind === 'list') return (value as string[]).length > 0 || required ? value : undefined;
  const text = String(value ?? '');
  if (text.trim() === '') return required && kind === 'text' ? text : undefined;
  if (kind === 'choice') return choicesOf(schema).find((one) => String(one) === text) ?? text;
  if (kind === 'number' || kind === 'integer') return numberOf(text);
  return kind === 'json' ? jsonOf(text) : text;
}

/** Parses a number, also in full-width digits. Returns the text if it is none, or if digits would be lost. */
function numberOf(text: string): number | string {
  const number = Number(halfWidth(text));
  return Number.isFinite(number) && !(Number.isInteger(number) && !Number.isSafeInteger(number))
    ? number
    : text;
}

/** Whether the text is JSON. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // The caller says so where the text stands.
    return false;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not valid JSON: send the text, so that the server reports the error.
    return text;
  }
}

/** The params for the API, without empty values. */
export function paramsOfValues(properties: readonly Property[], values: Values): Record<string, unknown> {
  const entries = properties.map((one) => [one.name, paramOf(one, values[one.name])] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** Names of required fields that are empty. */
export function emptyFields(properties: readonly Property[], values: Values): string[] {
  return properties.flatMap((one) => {
    const value = values[one.name];
    const kind = kindOf(one.schema);
    if (kind === 'lists') return emptyLists(one, value as NamedList[]);
    if (!one.required || kind === 'boolean' || kind === 'choice') return [];
    return value === undefined || value.toString().trim() === '' ? [one.name] : [];
  });
}

function emptyLists({ name, schema, required }: Property, lists: readonly NamedList[]): string[] {
  if (required && lists.length === 0 && (schema.minProperties ?? 0) > 0) return [name];
  return lists.filter(({ values }) => values.length === 0).map((list) => `${name}.${list.name}`);
}

/** The parts of a task type's JSON Schema that the console uses. */
import type { TaskType } from '@client';
import type { Language } from '../../../words/language.ts';

export interface PropertySchema {
  type?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: PropertySchema[];
  items?: PropertySchema;
  additionalProperties?: boolean | PropertySchema;
  patternProperties?: Record<string, PropertySchema>;
  title?: unknown;
  description?: unknown;
  /** Title and description in Chinese, if the type provides them. */
  zh?: { title?: string; description?: string };
  default?: unknown;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  format?: string;
  minItems?: number;
  maxItems?: number;
  minProperties?: number;
  maxProperties?: number;
}

export interface Property {
  name: string;
  schema: PropertySchema;
  required: boolean;
}

/** The kinds of fields. `json` is for values that no other field can edit. */
export type Kind = 'text' | 'number' | 'integer' | 'choice' | 'boolean' | 'list' | 'lists' | 'json';

export function propertiesOf({ params }: Pick<TaskType, 'params'>): Property[] {
  const { properties = {}, required = [] } = (params ?? {}) as {
    properties?: Record<string, PropertySchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    schema,
    required: required.includes(name),
  }));
}

/** The values of an enum or of a union of constants; empty for other schemas. */
export function choicesOf({ enum: values, anyOf }: PropertySchema): unknown[] {
  if (values) return values;
  return anyOf?.every((one) => one.const !== undefined) ? anyOf.map((one) => one.const) : [];
}

const isStringList = (schema: PropertySchema | boolean | undefined): schema is PropertySchema =>
  typeof schema === 'object' && schema.type === 'array' && schema.items?.type === 'string';

/** The schema of the values of a map. */
export const valuesOf = ({ patternProperties = {}, additionalProperties }: PropertySchema) =>
  Object.values(patternProperties)[0] ??
  (typeof additionalProperties === 'object' ? additionalProperties : undefined);

export function kindOf(schema: PropertySchema): Kind {
  if (choicesOf(schema).length > 0) return 'choice';
  const { type } = schema;
  if (type === 'string') return 'text';
  if (type === 'number' || type === 'integer' || type === 'boolean') return type;
  if (isStringList(schema) && choicesOf(schema.items ?? {}).length === 0) return 'list';
  if (type === 'object' && isStringList(valuesOf(schema))) return 'lists';
  return 'json';
}

/** Title and description in the language of the reader, if the type provides them. */
export function labelsOf({ name, schema }: Property, language: Language): { title: string; text: string } {
  const { title, description, zh } = schema;
  const own = language === 'zh' ? zh : undefined;
  return {
    title: said(own?.title, language) ?? said(title, language) ?? name,
    text: said(own?.description, language) ?? said(description, language) ?? '',
  };
}

/** A text; also one that a type gives as it gives its own title, for each language. Whatever else stands there is not shown. */
function said(text: unknown, language: Language): string | undefined {
  if (typeof text === 'string') return text;
  if (typeof text !== 'object' || text === null) return undefined;
  const { en, [language]: own = en } = text as Partial<Record<Language, unknown>>;
  return typeof own === 'string' ? own : undefined;
}

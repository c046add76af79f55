import fp from 'fastify-plugin';
import { type TSchema, Type } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import Format from 'typebox/format';
import { isNameText } from '../../runtime/text.ts';
import { listText } from '../../runtime/text-list.ts';
import { schemaErrors } from '../../schema-faults.ts';
import type { App } from '../fastify-types.ts';

/** RFC 3339 also allows times that a `Date` cannot represent: leap seconds, and times that an offset moves out of the years 0 to 9999. */
Format.Set('date-time', (text) => {
  if (!Format.IsDateTime(text)) return false;
  const ms = Date.parse(text);
  return ms >= FIRST_MS && ms <= LAST_MS;
});
/** Names that people give: of tasks, accounts, schedules and keys. `minLength` decides whether one may be empty. */
Format.Set('name', isNameText);
const FIRST_MS = Date.parse('0000-01-01T00:00:00.000Z');
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * Validation by TypeBox: every fault at once, unknown fields refused, and only query and path values (which arrive as
 * text) converted. Fastify's own Ajv has one conversion rule for all parts and would turn the body's `"5"` into `5`.
 */
export const validation = fp(async (app: App) => {
  // A call without a query refuses any query: a value that nothing reads is a mistake of which the caller should know.
  app.addHook('onRoute', (route) => {
    if (!route.url.startsWith('/api/')) return;
    route.schema = { ...route.schema, querystring: route.schema?.querystring ?? NoQuery };
  });

  app.setValidatorCompiler<TSchema>(({ schema, httpPart }) => {
    let compiled: Validator | undefined;
    const convert =
      httpPart === 'querystring' || httpPart === 'params'
        ? converterOf(schema, httpPart === 'params' ? ONE_SPELLING : ANY_SPELLING)
        : null;
    return (value: unknown) => {
      // Compiled at the first call, so that the start does not compile schemas of unused routes.
      compiled ??= Compile(schema);
      const validator = compiled;
      convert?.(value as Record<string, unknown>);
      if (validator.Check(value)) return true;
      return { error: schemaErrors((one) => validator.Errors(one), value) as never }; // Fastify declares Ajv's errors
    };
  });
});

const NoQuery = Type.Object({}, { additionalProperties: false });

/** In a path, `00` and `-0` would be other addresses of item 0. */
const ONE_SPELLING = /^(?:0|-?[1-9]\d{0,14})$/;
const ANY_SPELLING = /^-?\d{1,15}$/;

type Properties = Record<string, { type?: unknown; 'x-list'?: true }>;

/**
 * Converts texts that are clearly a number or a boolean, and a list that was sent as a repeated parameter, in place; the check refuses
 * everything else.
 */
function converterOf(schema: TSchema, number: RegExp): ((values: Record<string, unknown>) => void) | null {
  const { properties = {}, patternProperties = {} } = schema as {
    properties?: Properties;
    patternProperties?: Properties;
  };
  const patterns = Object.keys(patternProperties).filter((name) => patternProperties[name]?.['x-list']);
  const isList = (name: string) =>
    properties[name]?.['x-list'] === true || patterns.some((pattern) => new RegExp(pattern).test(name));
  const lists = patterns.length > 0 || Object.keys(properties).some(isList);
  const numbers = Object.keys(properties).filter((name) => properties[name]?.type === 'integer');
  const flags = Object.keys(properties).filter((name) => properties[name]?.type === 'boolean');
  if (numbers.length === 0 && flags.length === 0 && !lists) return null;
  return (values) => {
    if (lists)
      for (const [name, value] of Object.entries(values))
        if (Array.isArray(value) && isList(name)) values[name] = listText(value as string[]);
    for (const name of numbers) {
      const value = values[name];
      if (typeof value === 'string' && number.test(value)) values[name] = Number(value);
    }
    for (const name of flags) {
      const value = values[name];
      if (value === 'true' || value === 'false') values[name] = value === 'true';
    }
  };
}

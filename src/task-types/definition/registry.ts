/** The task types a process knows: the built-in ones and those of TASK_TYPES_DIR. */
import { readdirSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Compile, type Validator } from 'typebox/schema';
import type { FaultDetail } from '../../errors.ts';
import type { Language } from '../../runtime/said.ts';
import { schemaErrors, schemaFaults } from '../../schema-faults.ts';
import {
  HIGHEST_LIMITS,
  type LocalText,
  type Plan,
  type PrepareLimits,
  type TaskTypeDefinition,
} from './define-task-type.ts';
import { checkFields, completeBackoff } from './definition-fields.ts';
import { completeLimits, type TypeLimits } from './start-limits.ts';
import { inTaskCode } from './task-code.ts';
import { importDefinition, TaskTypeError } from './task-module.ts';

const BUILT_IN = ['image/image.ts', 'wait.ts'];
const MODULE_ENDINGS = ['.ts', '.js', '.mjs'];

/** A definition with its defaults filled in. */
export interface TaskType extends TypeLimits {
  type: string;
  title: { en: string; zh: string };
  description: { en: string; zh: string } | null;
  params: Record<string, unknown>;
  version: number;
  attempts: number;
  timeout: number;
  /** `delays`: exact delays instead, the last of which is repeated; for the system's own types. */
  backoff: { initial: number; factor: number; max: number; delays?: readonly number[] };
  isolation: 'thread' | 'inline';
  /** The file of the module, for threads that load it again. */
  file: string;
  check(params: unknown): FaultDetail[];
  concurrency(params: unknown): number;
  name(params: unknown, language?: Language): string;
  summary(params: unknown): string | null;
  prepare(params: unknown, limits: PrepareLimits): unknown;
  plan(params: unknown): Plan;
  run: TaskTypeDefinition['run'];
}

export type TaskTypeRegistry = ReadonlyMap<string, TaskType>;

/** Loads the built-in task types, then those of `folder`. Their schemas show `limits`. Throws `TaskTypeError`. */
export async function loadTaskTypes(
  folder?: string,
  limits: PrepareLimits = HIGHEST_LIMITS,
): Promise<TaskTypeRegistry> {
  const own = fileURLToPath(new URL('..', import.meta.url));
  const files = [...BUILT_IN.map((name) => join(own, name)), ...(folder ? modulesOf(folder) : [])];
  const registry = new Map<string, TaskType>();
  for (const file of files) {
    const taskType = await loadTaskType(file, limits);
    const other = registry.get(taskType.type);
    if (other)
      throw new TaskTypeError(`${file}: the task type "${taskType.type}" exists already, in ${other.file}`);
    registry.set(taskType.type, taskType);
  }
  return registry;
}

function modulesOf(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter(
        (name) => MODULE_ENDINGS.includes(extname(name)) && !name.endsWith('.d.ts') && !/^[._]/.test(name),
      )
      .sort()
      .map((name) => resolve(folder, name));
  } catch (error) {
    throw new TaskTypeError(
      `TASK_TYPES_DIR: the folder ${folder} cannot be read: ${(error as Error).message}`,
    );
  }
}

/** Loads one module. Throws `TaskTypeError`. */
export async function loadTaskType(file: string, limits = HIGHEST_LIMITS): Promise<TaskType> {
  const definition = await importDefinition(file);
  try {
    return complete(withSchema(definition as TaskTypeDefinition, limits), file);
  } catch (error) {
    throw new TaskTypeError(`${file}: ${(error as Error).message}`, { cause: error });
  }
}

function withSchema(given: TaskTypeDefinition, limits: PrepareLimits): TaskTypeDefinition {
  const { params } = given ?? {};
  return typeof params === 'function' ? { ...given, params: params(limits) } : given;
}

function complete(given: TaskTypeDefinition, file: string): TaskType {
  checkDefinition(given, file);
  const schema = given.params as Record<string, unknown>;
  const validator = Compile(schema);
  const code = { type: given.type };
  const title = bothLanguages(given.title ?? given.type);
  const { concurrency = 3 } = given;
  return {
    type: given.type,
    title,
    description: given.description === undefined ? null : bothLanguages(given.description),
    // As it is sent over HTTP: without TypeBox markers and functions.
    params: JSON.parse(JSON.stringify(schema)) as Record<string, unknown>,
    version: whole(given, 'version', 1, 1_000_000),
    attempts: whole(given, 'attempts', 3, 1_000),
    timeout: whole(given, 'timeout', 600_000, 2_147_483_647),
    backoff: completeBackoff(given.backoff),
    isolation: given.isolation ?? 'thread',
    ...completeLimits(given),
    file,
    check: (params) => faultsOf(validator, params),
    concurrency: (params) => {
      const value = typeof concurrency === 'function' ? concurrency(params) : concurrency;
      if (!isConcurrency(value)) throw new Error(`the concurrency of "${given.type}" must be from 1 to 256`);
      return value;
    },
    name: (params, language = 'en') => bothLanguages(given.name?.(params) ?? title)[language],
    summary: (params) => oneLine(given.summary?.(params) ?? ''),
    prepare: (params, limits) => {
      const filled = withDefaults(schema, params as Record<string, unknown>);
      return given.prepare ? inTaskCode(code, () => given.prepare?.(filled, limits)) : filled;
    },
    plan: (params) => {
      const plan = inTaskCode(code, () => given.plan?.(params)) ?? {
        count: 1,
        item: () => ({ input: params }),
      };
      return { count: plan.count, item: (index) => checkedItem(plan.item(index), index) };
    },
    run: (input, context) => given.run(input, context),
  };
}

/** Throws for the first invalid field. */
function checkDefinition(given: TaskTypeDefinition, file: string): void {
  assert(
    given !== null && typeof given === 'object',
    `export a task type as the default of ${basename(file)}`,
  );
  checkFields(given);
  const { type, run, isolation = 'thread', concurrency = 3 } = given;
  const schema: unknown = given.params;
  assert(
    /^[a-z][a-z0-9_-]{0,63}$/.test(type ?? ''),
    '`type` must be 1–64 of a–z, 0–9, - and _, a letter first',
  );
  assert(typeof run === 'function', '`run` must be a function');
  const isObject = typeof schema === 'object' && schema !== null && 'type' in schema;
  assert(isObject && schema.type === 'object', '`params` must be an object schema');
  for (const key of ['prepare', 'plan', 'name', 'summary'] as const) {
    assert(given[key] === undefined || typeof given[key] === 'function', `\`${key}\` must be a function`);
  }
  assert(isolation === 'thread' || isolation === 'inline', '`isolation` must be "thread" or "inline"');
  assert(
    typeof concurrency === 'function' || isConcurrency(concurrency),
    '`concurrency` must be from 1 to 256',
  );
}

function whole(
  given: TaskTypeDefinition,
  key: 'version' | 'attempts' | 'timeout',
  fallback: number,
  max: number,
): number {
  const value = given[key] ?? fallback;
  assert(
    Number.isInteger(value) && value >= 1 && value <= max,
    `\`${key}\` must be a whole number from 1 to ${max}`,
  );
  return value;
}

function checkedItem(item: ReturnType<Plan['item']>, index: number): ReturnType<Plan['item']> {
  assert(item !== null && typeof item === 'object', `the plan gives no item ${index}`);
  const { input, label = null } = item;
  const named =
    label !== null &&
    typeof label === 'object' &&
    Object.values(label).every((value) => typeof value === 'string');
  assert(label === null || named, `the label of item ${index} must be an object of texts`);
  return { input, label };
}

function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message);
}

const isConcurrency = (value: number) => Number.isInteger(value) && value >= 1 && value <= 256;

const LONGEST_SUMMARY = 200;

const oneLine = (text: string): string | null =>
  [...text.replaceAll(/\s+/g, ' ').trim()].slice(0, LONGEST_SUMMARY).join('') || null;

const bothLanguages = (text: LocalText) =>
  typeof text === 'string' ? { en: text, zh: text } : { en: text.en, zh: text.zh ?? text.en };

function withDefaults(
  schema: Record<string, unknown>,
  params: Record<string, unknown>,
): Record<string, unknown> {
  const filled = { ...params };
  for (const [name, property] of Object.entries(
    (schema.properties ?? {}) as Record<string, { default?: unknown }>,
  )) {
    if (!Object.hasOwn(filled, name) && property?.default !== undefined)
      filled[name] = structuredClone(property.default);
  }
  return filled;
}

function faultsOf(validator: Validator, params: unknown): FaultDetail[] {
  if (validator.Check(params)) return [];
  const errors = schemaErrors((value) => validator.Errors(value)[1], params);
  return schemaFaults(errors, { root: 'params', within: true });
}

/** The task types a process knows: the built-in ones and those of TASK_TYPES_DIR. */
import { readdirSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Compile, type Validator } from 'typebox/schema';
import { type FaultDetail, MOST_DETAILS, upToMost } from '../../errors.ts';
import type { Language } from '../../runtime/said.ts';
import { nameLine } from '../../runtime/text.ts';
import { schemaErrors, schemaFaults } from '../../schema-faults.ts';
import {
  HIGHEST_LIMITS,
  type LocalText,
  type Plan,
  type PrepareLimits,
  type TaskTypeDefinition,
} from './define-task-type.ts';
import { checkFields, completeBackoff } from './definition-fields.ts';
import { ModuleLoading } from './load-in-time.ts';
import { plannedItem } from './planned-item.ts';
import { Problems } from './problems.ts';
import { completeLimits, type TypeLimits } from './start-limits.ts';
import { inTaskCode } from './task-code.ts';
import { importDefinition, TaskTypeError } from './task-module.ts';
import { textsOf } from './texts-of-params.ts';
import { thrownText } from './thrown-text.ts';

const BUILT_IN = ['image/image.ts', 'wait.ts'];
const MODULE_ENDINGS = ['.ts', '.js', '.mjs'];
/** What stands beside task types, but is none: tests, which would run, type declarations, and files that types import. */
const NO_TASK_TYPE = /^[._]|\.(test|spec)\.[^.]+$|\.d\.ts$/;

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
  /** `limits`: those of the settings. Default: the highest. */
  check(params: unknown, limits?: PrepareLimits): FaultDetail[];
  concurrency(params: unknown): number;
  name(params: unknown, language?: Language): string;
  summary(params: unknown): string | null;
  prepare(params: unknown, limits: PrepareLimits): unknown;
  plan(params: unknown): Plan;
  run: TaskTypeDefinition['run'];
}

export type TaskTypeRegistry = ReadonlyMap<string, TaskType>;

export interface LoadOptions {
  /** What the schemas show. Default: the highest. */
  limits?: PrepareLimits;
  /** Ends loading; the reason of the signal is thrown. */
  signal?: AbortSignal;
  /** Is called before each module is loaded. */
  onLoad?: (file: string) => void;
}

/** Loads the built-in task types, then those of `folder`. Throws `TaskTypeError`. */
export async function loadTaskTypes(folder?: string, options: LoadOptions = {}): Promise<TaskTypeRegistry> {
  const own = fileURLToPath(new URL('..', import.meta.url));
  const registry = new Map<string, TaskType>();
  await loadInto(
    registry,
    BUILT_IN.map((name) => join(own, name)),
    options,
  );
  const files = folder ? modulesOf(folder) : [];
  if (files.length === 0) return registry;
  const loading = new ModuleLoading(options.signal);
  try {
    await loadInto(registry, files, options, loading);
  } finally {
    loading.end();
  }
  return registry;
}

async function loadInto(
  registry: Map<string, TaskType>,
  files: string[],
  { limits, onLoad }: LoadOptions,
  loading?: ModuleLoading,
): Promise<void> {
  const refused: TaskTypeError[] = [];
  for (const file of files) {
    onLoad?.(file);
    try {
      const taskType = await loadTaskType(file, limits, loading);
      const other = registry.get(taskType.type);
      if (other)
        throw new TaskTypeError(`${file}: the task type "${taskType.type}" exists already, in ${other.file}`);
      registry.set(taskType.type, taskType);
    } catch (error) {
      if (!(error instanceof TaskTypeError)) throw error;
      refused.push(error);
    }
  }
  const [first, ...others] = refused;
  if (first && others.length > 0)
    throw new TaskTypeError(refused.map(({ message }) => message).join('; '), { cause: first });
  if (first) throw first;
}

const FOLDER_FAULTS: Record<string, string> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'is not a folder',
  EACCES: 'cannot be read by this user',
};

function modulesOf(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => MODULE_ENDINGS.includes(extname(name)) && !NO_TASK_TYPE.test(name))
      .sort()
      .map((name) => resolve(folder, name));
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    const what = FOLDER_FAULTS[code] ?? `cannot be read: ${message}`;
    throw new TaskTypeError(`TASK_TYPES_DIR: ${resolve(folder)} ${what}`);
  }
}

/** Loads one module. Throws `TaskTypeError`. */
export async function loadTaskType(
  file: string,
  limits = HIGHEST_LIMITS,
  loading?: ModuleLoading,
): Promise<TaskType> {
  const module = await importDefinition(file, loading);
  try {
    // Its getters are its own code, too.
    return inTaskCode({ type: basename(file), file }, () =>
      taskTypeOf(module.default as TaskTypeDefinition, file, limits),
    );
  } catch (error) {
    throw new TaskTypeError(`${file}: ${thrownText(error)}`, { cause: error });
  }
}

/** The type of a definition. `file`: what errors call it. Throws an error that names everything that is wrong with it. */
export const taskTypeOf = (definition: TaskTypeDefinition, file: string, limits: PrepareLimits): TaskType =>
  complete(withSchema(definition, limits), file);

function withSchema(given: TaskTypeDefinition, limits: PrepareLimits): TaskTypeDefinition {
  const { params } = given ?? {};
  return typeof params === 'function' ? { ...given, params: params(limits) } : given;
}

function complete(given: TaskTypeDefinition, file: string): TaskType {
  assert(
    given !== null && typeof given === 'object',
    `export a task type as the default of ${basename(file)}, or begin the name with _ if the file is none`,
  );
  const problems = new Problems();
  checkDefinition(given, problems);
  const numbers = {
    version: problems.whole(given.version ?? 1, 'version', 1_000_000),
    attempts: problems.whole(given.attempts ?? 3, 'attempts', 1_000),
    timeout: problems.whole(given.timeout ?? 600_000, 'timeout', 2_147_483_647),
    backoff: completeBackoff(given.backoff, problems),
    ...completeLimits(given, problems),
  };
  problems.throwAny();
  const schema = given.params as Record<string, unknown>;
  const validator = Compile(schema);
  const code = { type: given.type };
  const title = bothLanguages(given.title ?? given.type);
  const names = { en: nameIn(title, 'en') || given.type, zh: nameIn(title, 'zh') || given.type };
  const { concurrency = 3, summary = textsOf(schema) } = given;
  return {
    type: given.type,
    title,
    description: given.description === undefined ? null : bothLanguages(given.description),
    // As it is sent over HTTP: without TypeBox markers and functions.
    params: JSON.parse(JSON.stringify(schema)) as Record<string, unknown>,
    ...numbers,
    isolation: given.isolation ?? 'thread',
    file,
    check: (params, limits = HIGHEST_LIMITS) => faultsOf(given, validator, params, limits),
    concurrency: (params) => {
      const value = typeof concurrency === 'function' ? concurrency(params) : concurrency;
      if (!isConcurrency(value)) throw new Error(`the concurrency of "${given.type}" must be from 1 to 256`);
      return value;
    },
    name: (params, language = 'en') => nameIn(given.name?.(params), language) || names[language],
    summary: (params) => nameLine(summary(params), LONGEST_SUMMARY) || null,
    prepare: (params, limits) => {
      const filled = withDefaults(schema, params as Record<string, unknown>);
      return given.prepare ? inTaskCode(code, () => given.prepare?.(filled, limits)) : filled;
    },
    plan: (params) => {
      const plan = inTaskCode(code, () => given.plan?.(params)) ?? {
        count: 1,
        item: () => ({ input: params }),
      };
      return { count: plan.count, item: (index) => plannedItem(plan.item(index), index) };
    },
    run: (input, context) => given.run(input, context),
  };
}

const mustBe = (name: string, given: unknown, what: string): string =>
  `\`${name}\` ${given === undefined ? 'is missing: it ' : ''}must be ${what}`;

function checkDefinition(given: TaskTypeDefinition, problems: Problems): void {
  checkFields(given, problems);
  const { type, run, isolation = 'thread', concurrency = 3 } = given;
  const schema: unknown = given.params;
  problems.need(
    typeof type === 'string' && /^[a-z][a-z0-9_-]{0,63}$/.test(type),
    mustBe('type', type, '1–64 of a–z, 0–9, - and _, a letter first'),
  );
  problems.need(typeof run === 'function', mustBe('run', run, 'a function'));
  const isObject = typeof schema === 'object' && schema !== null && 'type' in schema;
  problems.need(isObject && schema.type === 'object', mustBe('params', schema, 'an object schema'));
  for (const key of ['check', 'prepare', 'plan', 'name', 'summary'] as const) {
    const value: unknown = given[key];
    problems.need(value === undefined || typeof value === 'function', `\`${key}\` must be a function`);
  }
  for (const key of ['title', 'description'] as const)
    problems.need(
      given[key] === undefined || isLocalText(given[key]),
      `\`${key}\` must be a text or { en, zh }`,
    );
  problems.need(isolation === 'thread' || isolation === 'inline', '`isolation` must be "thread" or "inline"');
  problems.need(
    typeof concurrency === 'function' || isConcurrency(concurrency),
    '`concurrency` must be from 1 to 256',
  );
}

function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message);
}

const isConcurrency = (value: number) => Number.isInteger(value) && value >= 1 && value <= 256;

const LONGEST_SUMMARY = 200;
/** As long as the names that people give. */
const LONGEST_NAME = 200;

/** A name that a type makes, often from a text of a caller. Empty if nothing of it can be read. */
function nameIn(made: unknown, language: Language): string {
  if (typeof made !== 'object' || made === null) return nameLine(made, LONGEST_NAME);
  const { en, zh } = made as { en?: unknown; zh?: unknown };
  return nameLine(language === 'zh' && typeof zh === 'string' ? zh : en, LONGEST_NAME);
}

function isLocalText(text: unknown): text is LocalText {
  if (typeof text !== 'object' || text === null) return typeof text === 'string';
  const { en, zh = en } = text as { en?: unknown; zh?: unknown };
  return typeof en === 'string' && typeof zh === 'string';
}

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

/** The faults found by the schema, then those that the rules of the type find in the other values. */
function faultsOf(
  { type, check }: TaskTypeDefinition,
  validator: Validator,
  params: unknown,
  limits: PrepareLimits,
): FaultDetail[] {
  const valid = validator.Check(params);
  const errors = valid ? [] : schemaErrors((value) => validator.Errors(value)[1], params);
  const found = valid ? [] : schemaFaults(errors, { root: 'params', within: true });
  if (!check || typeof params !== 'object' || params === null || found.length > MOST_DETAILS) return found;
  const paths = found.map(({ path }) => path);
  const sound = (at: string) =>
    !paths.some((path) => path === at || path.startsWith(`${at}.`) || at.startsWith(`${path}.`));
  const more = inTaskCode({ type }, () => check(params as Record<string, unknown>, sound, limits));
  return upToMost([...found, ...more.filter(({ path }) => !paths.includes(path))], 'params');
}

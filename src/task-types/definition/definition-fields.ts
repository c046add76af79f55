/** The allowed fields of a definition. A misspelt field would otherwise be ignored and its default used silently. */
import type { TaskTypeDefinition } from './define-task-type.ts';
import type { Problems } from './problems.ts';

type Backoff = Required<NonNullable<TaskTypeDefinition['backoff']>>;

const FIELDS: Record<keyof TaskTypeDefinition, true> = {
  type: true,
  title: true,
  description: true,
  params: true,
  version: true,
  attempts: true,
  timeout: true,
  backoff: true,
  isolation: true,
  concurrency: true,
  running: true,
  rate: true,
  limitKey: true,
  pool: true,
  name: true,
  summary: true,
  check: true,
  prepare: true,
  plan: true,
  run: true,
};
const DEFAULT_BACKOFF: Backoff = { initial: 1_000, factor: 2, max: 60_000 };
const LOWEST: Backoff = { initial: 0, factor: 1, max: 0 };

/** Unknown fields, with the known name that was probably meant. */
export function checkFields(given: object, problems: Problems): void {
  problems.unknown(Object.keys(given), Object.keys(FIELDS), '');
}

/** The backoff with its defaults. */
export function completeBackoff(given: unknown, problems: Problems): Backoff {
  if (given === undefined) return DEFAULT_BACKOFF;
  if (typeof given !== 'object' || given === null) {
    problems.add('`backoff` must be an object such as { initial: 1000, factor: 2, max: 60000 }');
    return DEFAULT_BACKOFF;
  }
  problems.unknown(Object.keys(given), Object.keys(DEFAULT_BACKOFF), 'backoff.');
  const backoff = { ...DEFAULT_BACKOFF, ...given };
  for (const name of Object.keys(LOWEST) as (keyof Backoff)[]) {
    const value: unknown = backoff[name];
    const good = typeof value === 'number' && Number.isFinite(value) && value >= LOWEST[name];
    problems.need(good, `\`backoff.${name}\` must be a number from ${LOWEST[name]}`);
  }
  return backoff;
}

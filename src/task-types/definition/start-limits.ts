/** The fields of a definition that limit where and how often its items may start. */
import type { TaskTypeDefinition } from './define-task-type.ts';
import type { Problems } from './problems.ts';

/** The same form as in WORKER_POOLS. */
const DEFAULT_POOL = 'default';
const POOL_NAME = /^[a-z][a-z0-9_-]{0,63}$/;

const MOST = 100_000;
const LONGEST_PER_MS = 7 * 86_400_000;

/** The fields of a loaded type. */
export interface TypeLimits {
  /** Maximum number of items at the same time on all workers; null = any number. */
  running: number | null;
  /** Maximum number of starts in any `per` milliseconds on all workers; null = any number. */
  rate: { limit: number; per: number } | null;
  /** The key by which `running` and `rate` count; null = all items of the type together. */
  limitKey: ((input: unknown) => string) | null;
  /** Only workers of this pool run the type. */
  pool: string;
}

/** Faults of these fields are added to `problems`. */
export function completeLimits(given: TaskTypeDefinition, problems: Problems): TypeLimits {
  const { limitKey, pool = DEFAULT_POOL } = given;
  const running = given.running === undefined ? null : problems.whole(given.running, 'running', MOST);
  const rate = given.rate === undefined ? null : completeRate(given.rate, problems);
  if (problems.need(limitKey === undefined || typeof limitKey === 'function', LIMIT_KEY) && limitKey)
    problems.need(running !== null || rate !== null, '`limitKey` has no effect without `running` or `rate`');
  problems.need(
    typeof pool === 'string' && POOL_NAME.test(pool),
    '`pool` must be 1–64 of a–z, 0–9, - and _, a letter first',
  );
  return { running, rate, limitKey: limitKey ? textOf(limitKey) : null, pool };
}

const LIMIT_KEY = '`limitKey` must be a function of an item’s input';

function completeRate(given: unknown, problems: Problems): TypeLimits['rate'] {
  if (typeof given !== 'object' || given === null) {
    problems.add('`rate` must be an object such as { limit: 10, per: 1000 }');
    return { limit: 1, per: 1 };
  }
  problems.unknown(Object.keys(given), ['limit', 'per'], 'rate.');
  const { limit, per } = given as { limit?: unknown; per?: unknown };
  return {
    limit: problems.whole(limit, 'rate.limit', MOST),
    per: problems.whole(per, 'rate.per', LONGEST_PER_MS),
  };
}

/** Throws if the function of the type returns no key, because the item would otherwise run without its limit. */
function textOf(limitKey: (input: unknown) => unknown): (input: unknown) => string {
  return (input) => {
    const key = limitKey(input);
    if (typeof key === 'string' || typeof key === 'number') return String(key);
    throw new Error(
      `\`limitKey\` must return a text or a number, and returned ${key === null ? 'null' : typeof key}`,
    );
  };
}

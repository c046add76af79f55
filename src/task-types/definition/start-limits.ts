/** The fields of a definition that say where and how often its items may start. */
import type { TaskTypeDefinition } from './define-task-type.ts';
import { refuseUnknown } from './unknown-fields.ts';

/** As WORKER_POOLS has it. */
const DEFAULT_POOL = 'default';
const POOL_NAME = /^[a-z][a-z0-9_-]{0,63}$/;

const MOST = 100_000;
const LONGEST_PER_MS = 7 * 86_400_000;

/** As a type has them once it is loaded. */
export interface TypeLimits {
  /** Items at once at most, over all workers; null = any number. */
  running: number | null;
  /** Starts at most in any `per` milliseconds, over all workers; null = any number. */
  rate: { limit: number; per: number } | null;
  /** By what `running` and `rate` count; null = all items of the type together. */
  limitKey: ((input: unknown) => string) | null;
  /** Only workers of this pool run the type. */
  pool: string;
}

/** Throws for the first of these fields that is not what it must be. */
export function completeLimits(given: TaskTypeDefinition): TypeLimits {
  const { limitKey, pool = DEFAULT_POOL } = given;
  const running = given.running === undefined ? null : whole(given.running, 'running', MOST);
  const rate = given.rate === undefined ? null : completeRate(given.rate);
  if (limitKey !== undefined && typeof limitKey !== 'function')
    throw new Error('`limitKey` must be a function of an item’s input');
  if (limitKey && running === null && rate === null)
    throw new Error('`limitKey` has no effect without `running` or `rate`');
  if (typeof pool !== 'string' || !POOL_NAME.test(pool))
    throw new Error('`pool` must be 1–64 of a–z, 0–9, - and _, a letter first');
  return { running, rate, limitKey: limitKey ? textOf(limitKey) : null, pool };
}

function completeRate(given: unknown): NonNullable<TypeLimits['rate']> {
  if (typeof given !== 'object' || given === null)
    throw new Error('`rate` must be an object such as { limit: 10, per: 1000 }');
  refuseUnknown(Object.keys(given), ['limit', 'per'], 'rate.');
  const { limit, per } = given as { limit?: unknown; per?: unknown };
  return { limit: whole(limit, 'rate.limit', MOST), per: whole(per, 'rate.per', LONGEST_PER_MS) };
}

function whole(value: unknown, name: string, max: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= max) return value;
  throw new Error(`\`${name}\` must be a whole number from 1 to ${max}`);
}

/** Throws where the type's own function gives no key: the item would otherwise run without its limit. */
function textOf(limitKey: (input: unknown) => unknown): (input: unknown) => string {
  return (input) => {
    const key = limitKey(input);
    if (typeof key === 'string' || typeof key === 'number') return String(key);
    throw new Error(
      `\`limitKey\` must return a text or a number, and returned ${key === null ? 'null' : typeof key}`,
    );
  };
}

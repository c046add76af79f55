import type { Redis } from 'ioredis';
import { ThrottledLog } from '../../runtime/throttled-log.ts';
import { defineScript, type RedisLog } from './connections.ts';

/**
 * KEYS: keys to look at, then those that go if one of the first ones goes. ARGV: the types of the first ones.
 * Returns the keys that held something else.
 */
const DROP = `
local dropped = {}
for i, expected in ipairs(ARGV) do
  local found = redis.call('TYPE', KEYS[i]).ok
  if found ~= 'none' and found ~= expected then
    redis.call('DEL', KEYS[i])
    dropped[#dropped + 1] = KEYS[i]
  end
end
if #dropped > 0 then
  for i = #ARGV + 1, #KEYS do redis.call('DEL', KEYS[i]) end
end
return dropped`;

/** Keys of one part, in the order of their types. */
export interface OwnKeys {
  keys: readonly string[];
  types: readonly string[];
  /** Deleted along with a key that is dropped. */
  along?: readonly string[];
}

/** Whether Redis refused a command because its key has another type. Older versions put more text before the word if a script fails. */
export const isWrongType = (error: unknown): boolean => /\bWRONGTYPE\b/.test((error as Error).message);

/**
 * Deletes keys of ours in which another program stored something else. What they hold of ours is written again from the database, so
 * losing one costs little, and keeping it would stop all work.
 */
export class ForeignKeys {
  readonly #drop: ReturnType<typeof defineScript>;
  readonly #warnings: ThrottledLog | null;

  constructor(redis: Redis, log?: RedisLog) {
    this.#drop = defineScript(redis, 'backend2DropForeign', { lua: DROP });
    this.#warnings = log ? new ThrottledLog(log) : null;
  }

  /** Runs a step; if Redis says that a key holds something else, deletes it and runs the step again. */
  async without<T>(own: OwnKeys, run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      if (!isWrongType(error)) throw error;
      // Another step may have deleted it in the meantime.
      await this.drop(own);
      return await run();
    }
  }

  /** Deletes keys with another type; true if there were any. */
  async drop({ keys, types, along = [] }: OwnKeys): Promise<boolean> {
    const all = [...keys, ...along];
    const dropped = (await this.#drop(all.length, ...all, ...types)) as string[];
    if (dropped.length === 0) return false;
    this.#warnings?.warn(
      { keys: dropped },
      'keys of this server in Redis held what another program had stored there; they were deleted, and their contents are written again',
    );
    return true;
  }
}

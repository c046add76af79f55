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
      // Older versions of Redis put more before the word when a script fails.
      if (!(error as Error).message.includes('WRONGTYPE')) throw error;
      // Another step may have deleted it in the meantime.
      await this.drop(own);
      return await run();
    }
  }

  async drop({ keys, types, along = [] }: OwnKeys): Promise<void> {
    const all = [...keys, ...along];
    const dropped = (await this.#drop(all.length, ...all, ...types)) as string[];
    if (dropped.length === 0) return;
    this.#warnings?.warn(
      { keys: dropped },
      'keys in Redis that belong to this server held what another program stored there; they were deleted',
    );
  }
}

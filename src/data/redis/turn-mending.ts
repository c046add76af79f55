/** What may stand under the keys of the queue, and what happens to keys that another program has overwritten. */
import type { Redis } from 'ioredis';
import { defineScript, type RedisLog } from './connections.ts';

/** The keys of a queue, and what Redis stores under each; a key that is not there is fine. */
export const TURN_KEYS = {
  round: 'list',
  'next-round': 'list',
  counts: 'hash',
  served: 'set',
  delayed: 'zset',
  wake: 'zset',
  offers: 'hash',
} as const;

/** For scripts whose first KEYS are those of the queue: calls `found(key)` for each that holds something else. */
export const EACH_WRONG_KEY = `
local types = { '${Object.values(TURN_KEYS).join("', '")}' }
local function eachWrongKey(found)
  for i, expected in ipairs(types) do
    local kind = redis.call('TYPE', KEYS[i]).ok
    if kind ~= 'none' and kind ~= expected then found(KEYS[i]) end
  end
end
`;

/** KEYS: those of the queue, then the sign that no turns were lost. Returns the deleted keys. */
const MEND = `${EACH_WRONG_KEY}
local deleted = {}
eachWrongKey(function(key)
  redis.call('DEL', key)
  deleted[#deleted + 1] = key
end)
if #deleted > 0 then redis.call('DEL', KEYS[#types + 1]) end
return deleted`;

/** Redis refuses a command because its key holds another kind of value. */
export const isWrongType = (error: unknown): boolean => /\bWRONGTYPE\b/.test((error as Error).message);

/** The queue is disposable: what another program wrote under its keys must not stop the work for good. */
export class TurnMending {
  /** It is there until Redis loses its data; without it, all turns are pushed again. */
  readonly sentinel_key: string;
  readonly #keys: string[];
  readonly #mend: ReturnType<typeof defineScript>;
  readonly #log: RedisLog;

  constructor(redis: Redis, prefix: string, log: RedisLog) {
    this.sentinel_key = `${prefix}:not-lost`;
    this.#keys = Object.keys(TURN_KEYS).map((name) => `${prefix}:${name}`);
    this.#mend = defineScript(redis, 'backend2MendTurns', { keys: this.#keys.length + 1, lua: MEND });
    this.#log = log;
  }

  /** Deletes keys that hold something else. True if there were any. */
  async mend(): Promise<boolean> {
    const keys = (await this.#mend(...this.#keys, this.sentinel_key)) as string[];
    if (keys.length === 0) return false;
    this.#log.warn(
      { keys },
      'keys of the queue in Redis held what the queue does not store there; they were deleted, and all waiting work is queued again',
    );
    return true;
  }
}

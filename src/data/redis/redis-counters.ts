import type { Redis } from 'ioredis';
import type { Counters } from '../contracts/index.ts';
import { defineScript, orUnavailable } from './connections.ts';

const WHAT = 'Redis (counters)';

// Count and end in one step: a process that dies between the two would leave a counter that never ends.
// A value that is not a number (others wrote it) must not lock everybody out, so it is replaced.
const HIT = `
local count = redis.pcall('INCRBY', KEYS[1], ARGV[2])
if type(count) ~= 'number' then
  redis.call('DEL', KEYS[1])
  count = redis.call('INCRBY', KEYS[1], ARGV[2])
end
local left = redis.call('PTTL', KEYS[1])
if left < 0 then
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
  left = tonumber(ARGV[1])
end
return {count, left}`;

/** Counters in Redis, shared by all processes. */
export class RedisCounters implements Counters {
  readonly #redis: Redis;
  readonly #prefix: string;
  readonly #hit: ReturnType<typeof defineScript>;

  constructor(redis: Redis, db_name: string) {
    this.#redis = redis;
    this.#prefix = `${db_name}:counter:`;
    this.#hit = defineScript(redis, 'backend2Hit', { keys: 1, lua: HIT });
  }

  async hit(key: string, window_ms: number, by = 1): Promise<{ count: number; resets_in_ms: number }> {
    const answer = await orUnavailable(WHAT, this.#hit(this.#prefix + key, Math.ceil(window_ms), by));
    const [count, resets_in_ms] = answer as [number, number];
    return { count, resets_in_ms };
  }

  async clear(key: string): Promise<void> {
    await orUnavailable(WHAT, this.#redis.del(this.#prefix + key));
  }
}

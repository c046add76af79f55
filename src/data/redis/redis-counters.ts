import type { Redis } from 'ioredis';
import type { Counters } from '../contracts/index.ts';
import { defineScript, orUnavailable } from './connections.ts';

// Count and end in one step: a process that dies between the two would leave a counter that never ends.
const HIT = `
local count = redis.call('INCRBY', KEYS[1], ARGV[2])
local left = redis.call('PTTL', KEYS[1])
if left < 0 then
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
  left = tonumber(ARGV[1])
end
return {count, left}`;

/** Counters in Redis, shared by all processes. Both methods throw `Unavailable`. */
export function createRedisCounters(redis: Redis, db_name: string): Counters {
  const hit = defineScript(redis, 'backend2Hit', { keys: 1, lua: HIT });
  const keyOf = (key: string) => `${db_name}:counter:${key}`;

  return {
    async hit(key, window_ms, by = 1) {
      const answer = hit(keyOf(key), Math.ceil(window_ms), by) as Promise<[number, number]>;
      const [count, resets_in_ms] = await orUnavailable('Redis (counters)', answer);
      return { count, resets_in_ms };
    },
    async clear(key) {
      await orUnavailable('Redis (counters)', redis.del(keyOf(key)));
    },
  };
}

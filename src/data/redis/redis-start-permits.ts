import type { Redis } from 'ioredis';
import {
  ASKED_OF_LATE_MS,
  MOST_WOKEN,
  PERMIT_MS,
  type PermitRequest,
  type StartLimit,
  type StartPermits,
  type Wake,
  WOKEN_MS,
} from '../contracts/index.ts';
import { defineScript, orUnavailable, type RedisLog } from './connections.ts';
import { ForeignKeys } from './foreign-keys.ts';

const WHAT = 'Redis (start permits)';

/** Milliseconds after which unused keys expire; longer than anybody waits without checking again. */
const KEPT_MS = 86_400_000;
/** A time later than any that we store. */
const FAR_MS = 100 * KEPT_MS;
/** A waiter is woken at most this often before it asks again. */
const MOST_ASKED = 1_000_000;
/**
 * So long after the end of a reservation, whoever made it, or began to wait during it, checks whether it was used. Other processes check
 * only after the second time, in case that process no longer exists.
 */
const LOOK_AFTER_MS = 5;
const OTHERS_LOOK_MS = 2_500;
/** The types of the keys of a limit, and of the key with the names. */
const TYPES = ['zset', 'zset', 'zset', 'hash', 'zset', 'zset'];

/**
 * All steps in one script, by the clock of Redis. The scores of the first two sets are the times until which a permit or a start counts.
 *
 * KEYS: permits in hand; starts; the queue of waiters (score = order); how often each waiter is to be woken and, under `at:…`, when it
 * last asked for that; places reserved for woken waiters (`n|waiter`, score = until when); the names of limits with waiters.
 * ARGV: step, name, running (0 = any), rate (0 = any), per, then what the step needs.
 * `take` returns 1 or 0 for each request; other steps return the milliseconds until the next check (-1 = nobody waits) and the woken
 * waiters.
 */
const STEP = `
local step, name = ARGV[1], ARGV[2]
local running, rate, per = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local time = redis.call('TIME')
local micros = time[1] * 1000000 + time[2]
local now = math.floor(micros / 1000)
for _, at in ipairs({ 1, 2, 5 }) do redis.call('ZREMRANGEBYSCORE', KEYS[at], '-inf', now) end

local function room()
  local free = ${MOST_WOKEN}
  if running > 0 then free = math.min(free, running - redis.call('ZCARD', KEYS[1])) end
  if rate > 0 then free = math.min(free, rate - redis.call('ZCARD', KEYS[2])) end
  return math.max(0, free)
end
local function keep(key, ms)
  if redis.call('PTTL', key) < ms then redis.call('PEXPIRE', key, ms * 2) end
end
local function waiterOf(kept)
  return string.sub(kept, (string.find(kept, '|', 1, true) or #kept) + 1)
end
local function asked(waiter)
  local count = tonumber(redis.call('HGET', KEYS[4], waiter))
  return count and count >= 1 and math.floor(math.min(count, ${MOST_ASKED})) or 0
end
local function first(key)
  return tonumber(redis.call('ZRANGE', key, 0, 0, 'WITHSCORES')[2])
end

if step == 'take' then
  local kept = redis.call('ZRANGE', KEYS[5], 0, -1)
  local answer = {}
  for at = 6, #ARGV, 2 do
    local permit, waiter, own, others = ARGV[at], ARGV[at + 1], nil, 0
    for i, one in ipairs(kept) do
      if one and waiterOf(one) == waiter then own = i
      elseif one then others = others + 1 end
    end
    if room() - others > 0 then
      if own then
        redis.call('ZREM', KEYS[5], kept[own])
        kept[own] = false
      end
      if running > 0 then redis.call('ZADD', KEYS[1], now + ${PERMIT_MS}, permit) end
      if rate > 0 then redis.call('ZADD', KEYS[2], now + ${PERMIT_MS} + per, permit) end
      answer[#answer + 1] = 1
    else
      answer[#answer + 1] = 0
    end
  end
  keep(KEYS[1], ${PERMIT_MS})
  keep(KEYS[2], ${PERMIT_MS} + per)
  return answer
end

if step == 'started' then
  redis.call('ZADD', KEYS[2], 'XX', now + per + 1, ARGV[6])
elseif step == 'give' then
  for at = 7, #ARGV do
    redis.call('ZREM', KEYS[1], ARGV[at])
    if ARGV[6] == '1' then redis.call('ZREM', KEYS[2], ARGV[at]) end
  end
elseif step == 'renew' then
  for at = 6, #ARGV do redis.call('ZADD', KEYS[1], now + ${PERMIT_MS}, ARGV[at]) end
  keep(KEYS[1], ${PERMIT_MS})
  return {}
elseif step == 'wait' then
  local waiter, count, at_least = ARGV[6], tonumber(ARGV[7]), ARGV[8] == '1'
  local before = asked(waiter)
  local wanted = at_least and math.max(before, count) or before + count
  if wanted > before then
    redis.call('HSET', KEYS[4], waiter, wanted)
    redis.call('HSET', KEYS[4], 'at:' .. waiter, now)
    if not redis.call('ZSCORE', KEYS[3], waiter) then redis.call('ZADD', KEYS[3], micros, waiter) end
    redis.call('ZADD', KEYS[6], now, name)
    for _, at in ipairs({ 3, 4, 6 }) do keep(KEYS[at], ${KEPT_MS}) end
  end
end

if step == 'wake' then
  -- Times that others wrote and that never come.
  for _, at in ipairs({ 1, 2, 5 }) do redis.call('ZREMRANGEBYSCORE', KEYS[at], now + ${FAR_MS}, '+inf') end
end

if step == 'gone' then
  local gone = {}
  for at = 6, #ARGV do
    local waiter = ARGV[at]
    gone[waiter] = true
    if (tonumber(redis.call('HGET', KEYS[4], 'at:' .. waiter) or now) or 0) <= now - ${ASKED_OF_LATE_MS} then
      redis.call('ZREM', KEYS[3], waiter)
      redis.call('HDEL', KEYS[4], waiter, 'at:' .. waiter)
    end
  end
  for _, one in ipairs(redis.call('ZRANGE', KEYS[5], 0, -1)) do
    if gone[waiterOf(one)] then redis.call('ZREM', KEYS[5], one) end
  end
end

local answer = { -1 }
local free = room() - redis.call('ZCARD', KEYS[5])
for i = 1, free do
  local waiter = redis.call('ZRANGE', KEYS[3], 0, 0)[1]
  if not waiter then break end
  local left = asked(waiter) - 1
  if left > 0 then
    redis.call('HSET', KEYS[4], waiter, left)
    redis.call('ZADD', KEYS[3], micros + i, waiter)
  else
    redis.call('HDEL', KEYS[4], waiter, 'at:' .. waiter)
    redis.call('ZREM', KEYS[3], waiter)
  end
  redis.call('ZADD', KEYS[5], now + ${WOKEN_MS}, string.format('%.0f', micros + i) .. '|' .. waiter)
  answer[#answer + 1] = waiter
end
keep(KEYS[5], ${WOKEN_MS})
if redis.call('ZCARD', KEYS[3]) == 0 then
  redis.call('ZREM', KEYS[6], name)
  return answer
end
redis.call('ZADD', KEYS[6], 'XX', now, name)
local opens
if running > 0 and redis.call('ZCARD', KEYS[1]) >= running then opens = first(KEYS[1]) end
if rate > 0 and redis.call('ZCARD', KEYS[2]) >= rate then opens = math.max(opens or 0, first(KEYS[2])) end
local reserved = first(KEYS[5])
if not opens and reserved then
  -- If every process looked at once, only the first would find something to do.
  local looks = #answer > 1 or step == 'wait'
  opens = looks and reserved + ${LOOK_AFTER_MS} or now + ${OTHERS_LOOK_MS}
end
answer[1] = math.max(1, (opens or now) - now)
return answer`;

type Step = 'take' | 'started' | 'give' | 'renew' | 'wait' | 'gone' | 'wake';

/** Permits in Redis, shared by all processes. */
export class RedisStartPermits implements StartPermits {
  readonly #redis: Redis;
  readonly #prefix: string;
  readonly #waited_key: string;
  readonly #run: ReturnType<typeof defineScript>;
  readonly #foreign: ForeignKeys;

  constructor(redis: Redis, db_name: string, log?: RedisLog) {
    this.#foreign = new ForeignKeys(redis, log);
    this.#redis = redis;
    this.#prefix = `${db_name}:permits:`;
    this.#waited_key = `${db_name}:permits-waited-for`;
    this.#run = defineScript(redis, 'backend2Permits', { keys: 6, lua: STEP });
  }

  async take(limit: StartLimit, requests: readonly PermitRequest[]): Promise<boolean[]> {
    if (requests.length === 0) return [];
    const answer = await this.#step(
      'take',
      limit,
      requests.flatMap(({ permit, waiter }) => [permit, waiter]),
    );
    return (answer as number[]).map((got) => got === 1);
  }

  started(limit: StartLimit, permit: string): Promise<Wake> {
    return this.#wakeAfter('started', limit, [permit]);
  }

  give(limit: StartLimit, permits: readonly string[], unused: boolean): Promise<Wake> {
    return this.#wakeAfter('give', limit, [unused ? 1 : 0, ...permits]);
  }

  async renew(held: readonly { name: string; permits: readonly string[] }[]): Promise<void> {
    await Promise.all(
      held.map(({ name, permits }) => this.#step('renew', { name, running: null, rate: null }, permits)),
    );
  }

  wait(limit: StartLimit, waiter: string, count: number, at_least = false): Promise<Wake> {
    return this.#wakeAfter('wait', limit, [waiter, count, at_least ? 1 : 0]);
  }

  gone(limit: StartLimit, waiters: readonly string[]): Promise<Wake> {
    return this.#wakeAfter('gone', limit, waiters);
  }

  wake(limit: StartLimit): Promise<Wake> {
    return this.#wakeAfter('wake', limit, []);
  }

  async waitedFor(most: number): Promise<string[]> {
    const own = { keys: [this.#waited_key], types: ['zset'] };
    const names = this.#foreign.without(own, () => this.#redis.zrange(this.#waited_key, 0, `${most - 1}`));
    return orUnavailable(WHAT, names);
  }

  async #wakeAfter(step: Step, limit: StartLimit, more: readonly (string | number)[]): Promise<Wake> {
    const answer = await this.#step(step, limit, more);
    const [again_in_ms = -1, ...waiters] = answer as [number, ...string[]];
    return { waiters, again_in_ms: again_in_ms < 0 ? null : again_in_ms };
  }

  #step(step: Step, { name, running, rate }: StartLimit, more: readonly (string | number)[]) {
    const keyOf = (what: string) => `${this.#prefix}${name}:${what}`;
    const keys = [...['running', 'starts', 'line', 'counts', 'woken'].map(keyOf), this.#waited_key];
    const limits = [running ?? 0, rate?.limit ?? 0, rate?.per ?? 0];
    const run = () => this.#run(...keys, step, name, ...limits, ...more);
    return orUnavailable(WHAT, this.#foreign.without({ keys, types: TYPES }, run));
  }
}

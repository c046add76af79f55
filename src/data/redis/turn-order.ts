import type { Redis } from 'ioredis';
import { defineScript } from './connections.ts';

/** BullMQ's priorities have 21 bits. */
export const MAX_TAG = 2 ** 21 - 1;

/** How long a batch of turns may take from getting its tags to being in the queue, milliseconds. */
const HOLD_MS = 5_000;

/**
 * Start-time fair queuing in one step for a whole batch. A turn's start tag is the later of the virtual time V and its
 * owner's last finish tag; it becomes the job's priority.
 *
 * V is the tag of the turn that comes next, read from BullMQ's own set (score = priority × 2^32 + a running number), so
 * that workers need not write anything per turn. When nothing waits there is nothing to be ordered against, and the tags
 * start again at 1. A batch that has its tags but is not in the queue yet would then be behind everyone: it holds V until it
 * is in, or HOLD_MS have passed.
 *
 * KEYS: V, finish tags by owner, holds, BullMQ's prioritized set.
 * ARGV: holder, hold in ms, highest tag, "1" = use the highest tag where they run out, then owner and count by turns.
 * Returns each owner's first start tag, or nil when the tags have run out.
 */
const ASSIGN = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', now)
local v = tonumber(redis.call('GET', KEYS[1]) or '1')
local head = redis.call('ZRANGE', KEYS[4], 0, 0, 'WITHSCORES')
if head[2] then
  v = math.max(v, math.floor(tonumber(head[2]) / 4294967296))
elseif redis.call('EXISTS', KEYS[3]) == 0 then
  v = 1
  redis.call('DEL', KEYS[2])
end
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', v)
local starts = {}
local finishes = {}
for i = 5, #ARGV, 2 do
  local finish = tonumber(redis.call('ZSCORE', KEYS[2], ARGV[i]) or '0')
  local start = math.max(v, finish)
  finish = start + tonumber(ARGV[i + 1])
  if finish - 1 > tonumber(ARGV[3]) and ARGV[4] ~= '1' then return false end
  starts[#starts + 1] = start
  finishes[#finishes + 1] = finish
end
for i, finish in ipairs(finishes) do
  redis.call('ZADD', KEYS[2], finish, ARGV[3 + 2 * i])
end
redis.call('SET', KEYS[1], v)
redis.call('ZADD', KEYS[3], now + tonumber(ARGV[2]), ARGV[1])
return starts`;

/** Gives turns their place in the order over owners, the same for all processes. */
export interface TurnOrder {
  /** The start tag of each owner's first turn, the next ones following; null when the tags have run out. */
  assign(counts: Map<string, number>, may_clamp: boolean): Promise<number[] | null>;
  /** To be called when the turns of the last `assign` are in the queue. */
  release(): Promise<void>;
  /** Starts again at the first tag. */
  reset(): Promise<void>;
}

/** `holder` names this process; `prioritized_key` is BullMQ's set of waiting jobs. */
export function createTurnOrder(
  redis: Redis,
  prefix: string,
  options: { holder: string; prioritized_key: string; max_tag: number },
): TurnOrder {
  const assign = defineScript(redis, 'backend2AssignTags', { keys: 4, lua: ASSIGN });
  const time_key = `${prefix}:virtual-time`;
  const finish_key = `${prefix}:finish-tags`;
  const holds_key = `${prefix}:holds`;
  const keys = [time_key, finish_key, holds_key, options.prioritized_key];

  return {
    async assign(counts, may_clamp) {
      const limits = [options.holder, HOLD_MS, options.max_tag, may_clamp ? 1 : 0];
      return (await assign(...keys, ...limits, ...[...counts].flat())) as number[] | null;
    },
    async release() {
      await redis.zrem(holds_key, options.holder);
    },
    async reset() {
      await redis.del(time_key, finish_key);
    },
  };
}

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
 * is in, or HOLD_MS have passed. A V that is no number (somebody else wrote it) counts as 1.
 *
 * KEYS: V, finish tags by owner, holds, BullMQ's prioritized set.
 * ARGV: holder, hold in ms, highest tag, "1" = use the highest tag where they run out, then owner and count by turns.
 * Returns each owner's first start tag, or nil when the tags have run out.
 */
const ASSIGN = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', now)
local v = tonumber(redis.call('GET', KEYS[1]) or '1') or 1
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

export interface TurnOrderOptions {
  /** Names this process. */
  holder: string;
  /** BullMQ's set of waiting jobs. */
  prioritized_key: string;
  max_tag: number;
}

/** Gives turns their place in the order over owners, the same for all processes. */
export class TurnOrder {
  readonly #redis: Redis;
  readonly #options: TurnOrderOptions;
  readonly #time_key: string;
  readonly #finish_key: string;
  readonly #holds_key: string;
  readonly #assign: ReturnType<typeof defineScript>;

  constructor(redis: Redis, prefix: string, options: TurnOrderOptions) {
    this.#redis = redis;
    this.#options = options;
    this.#time_key = `${prefix}:virtual-time`;
    this.#finish_key = `${prefix}:finish-tags`;
    this.#holds_key = `${prefix}:holds`;
    this.#assign = defineScript(redis, 'backend2AssignTags', { keys: 4, lua: ASSIGN });
  }

  /** The start tag of each owner's first turn, the next ones following; null when the tags have run out. */
  async assign(counts: Map<string, number>, may_clamp: boolean): Promise<number[] | null> {
    const { holder, max_tag, prioritized_key } = this.#options;
    const keys = [this.#time_key, this.#finish_key, this.#holds_key, prioritized_key];
    const limits = [holder, HOLD_MS, max_tag, may_clamp ? 1 : 0];
    return (await this.#assign(...keys, ...limits, ...[...counts].flat())) as number[] | null;
  }

  /** To be called when the turns of the last `assign` are in the queue. */
  async release(): Promise<void> {
    await this.#redis.zrem(this.#holds_key, this.#options.holder);
  }

  /** Starts again at the first tag. */
  async reset(): Promise<void> {
    await this.#redis.del(this.#time_key, this.#finish_key);
  }
}

/**
 * The turns of one queue in Redis, and the steps that change them, each in one script.
 *
 * Start-time fair queuing over owners in O(1) per turn: a turn costs one unit, so the start tags of waiting owners are only ever V (not
 * yet served in this round) or V + 1 (served). Ordering owners by virtual time is therefore two lists, this round and the next; who joins
 * starts in this round, or in the next if it was served in this one already. It is what `OwnerRounds` does in one process.
 */
import type { Redis } from 'ioredis';
import { OperatorError } from '../../runtime/operator-error.ts';
import type { IdlePlace } from '../contracts/index.ts';
import { defineScript } from './connections.ts';
import { EACH_WRONG_KEY, TURN_KEYS } from './turn-mending.ts';

/** No owner has as many turns: a larger number is none that the queue stored. */
const MOST_OF_OWNER = 100_000_000;
/** Delayed turns that one step moves at most, and owners in one push. */
const MOST_MOVED = 500;
/** Offers that ended so long ago are of consumers that are gone. */
const OLD_OFFER_MS = 60_000;

/**
 * KEYS: owners of this round; of the next; turns by owner; owners served in this round; delayed turns (`id|count|owner`, score = when
 * they are due); the token that wakes a consumer (it is there while turns wait, until a consumer takes it); the offers of idle places by
 * consumer, each `count|offer|when it ends|worker|an owner who gets none`.
 *
 * The lists hold each owner with turns once. Whoever deletes one of the keys (an eviction, say) breaks that; it is noticed when a round
 * ends, and the owners are listed again. Values that are no numbers, or too large, count as 0.
 */
const COMMON = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function wholeIn(text)
  local number = tonumber(text or '0') or 0
  return number >= 1 and number <= ${MOST_OF_OWNER} and math.floor(number) or 0
end
local function turnsOf(owner)
  return wholeIn(redis.call('HGET', KEYS[3], owner))
end
local function join(owner, count)
  local waiting = turnsOf(owner)
  redis.call('HSET', KEYS[3], owner, waiting + count)
  if waiting > 0 then return end
  local served = redis.call('SISMEMBER', KEYS[4], owner) == 1
  redis.call('RPUSH', served and KEYS[2] or KEYS[1], owner)
end
local function wake()
  redis.call('ZADD', KEYS[6], 0, 'turns')
end
local function turnsWait()
  return redis.call('EXISTS', KEYS[1], KEYS[2]) > 0
end
`;

/** ARGV: triples of owner, count and delay in milliseconds, then an id for those that are delayed. */
const PUSH = `${COMMON}
local id = ARGV[#ARGV]
for i = 1, #ARGV - 1, 3 do
  local owner, count, delay = ARGV[i], tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2])
  if delay > 0 then
    local member = id .. i .. '|' .. ARGV[i + 1] .. '|' .. owner
    redis.call('ZADD', KEYS[5], now + delay, member)
    if redis.call('ZRANGE', KEYS[5], 0, 0)[1] == member then wake() end
  else
    join(owner, count)
  end
end
if turnsWait() then wake() end`;

/**
 * ARGV: how many turns are wanted; 0 = none, but let another consumer be woken for those that wait. Then, for a consumer that offers its
 * idle places: its name, how many of those that it offers now have not been used as far as it knows, and the new offer (see OFFERS) for
 * what is left of the wanted. Places that were taken meanwhile are no longer wanted.
 * Returns whether turns are left, the milliseconds until the next delayed one is due (-1 = there is none), the places that were taken
 * meanwhile, those offered now, then owners and counts. An owner who waits alone gets all of its turns at once: the rounds would have no
 * other.
 */
const TAKE = `${COMMON}
local consumer, promised, offered = ARGV[2], 0, 0
if consumer ~= '' then
  local count = tonumber(string.match(redis.call('HGET', KEYS[7], consumer) or '', '^(%d+)|'))
  -- Where there is none, Redis was emptied: it is not known who has taken something.
  if count then promised = math.max(0, tonumber(ARGV[3]) - count) end
end
for _, member in ipairs(redis.call('ZRANGEBYSCORE', KEYS[5], '-inf', now, 'LIMIT', 0, ${MOST_MOVED})) do
  redis.call('ZREM', KEYS[5], member)
  local count, owner = string.match(member, '^[^|]*|(%d+)|(.+)$')
  if wholeIn(count) > 0 then join(owner, wholeIn(count)) end
end
local function startRound()
  redis.call('DEL', KEYS[4])
  if redis.call('HLEN', KEYS[3]) ~= redis.call('LLEN', KEYS[2]) then
    redis.call('DEL', KEYS[1], KEYS[2])
    for _, owner in ipairs(redis.call('HKEYS', KEYS[3])) do redis.call('RPUSH', KEYS[1], owner) end
  elseif redis.call('EXISTS', KEYS[2]) == 1 then
    redis.call('RENAME', KEYS[2], KEYS[1])
  end
  return redis.call('LPOP', KEYS[1])
end
local left, taken = math.max(0, tonumber(ARGV[1]) - promised), {}
while left > 0 do
  local owner = redis.call('LPOP', KEYS[1]) or startRound()
  if not owner then break end
  local waiting = turnsOf(owner)
  local count = math.min(waiting, turnsWait() and 1 or left)
  if count > 0 then
    taken[#taken + 1] = owner
    taken[#taken + 1] = count
    left = left - count
    redis.call('SADD', KEYS[4], owner)
  end
  if waiting > count then
    redis.call('HSET', KEYS[3], owner, waiting - count)
    redis.call('RPUSH', KEYS[2], owner)
  else
    redis.call('HDEL', KEYS[3], owner)
  end
end
local more = turnsWait()
if more then wake() else redis.call('DEL', KEYS[6]) end
if consumer ~= '' then
  offered = (more or ARGV[4] == '') and 0 or left
  if offered > 0 then
    local value = table.concat({ string.format('%d', offered), ARGV[4], string.format('%d', now + ARGV[5]), ARGV[6], ARGV[7] }, '|')
    redis.call('HSET', KEYS[7], consumer, value)
  else
    redis.call('HDEL', KEYS[7], consumer)
  end
end
local next = redis.call('ZRANGE', KEYS[5], 0, 0, 'WITHSCORES')[2]
return { more and 1 or 0, next and math.max(0, math.ceil(next - now)) or -1, promised, offered, unpack(taken) }`;

/**
 * ARGV: pairs of an owner and how many places are wanted for it. Returns for each place the number of the pair, the consumer, its offer and
 * its worker. While turns wait, places are theirs. The consumer that offers most comes first.
 */
const TAKE_PLACES = `${COMMON}
if turnsWait() then return {} end
local names, values = redis.call('HKEYS', KEYS[7]), redis.call('HVALS', KEYS[7])
local offers, answer = {}, {}
for i, name in ipairs(names) do
  local count, id, ends, worker, refused = string.match(values[i], '^(%d+)|([^|]*)|(%d+)|([^|]*)|(.*)$')
  if count and tonumber(ends) > now then
    offers[#offers + 1] = { name = name, left = tonumber(count), id = id, ends = ends, worker = worker, refused = refused }
  elseif not count or tonumber(ends) + ${OLD_OFFER_MS} < now then
    redis.call('HDEL', KEYS[7], name)
  end
end
for i = 1, #ARGV, 2 do
  for _ = 1, tonumber(ARGV[i + 1]) do
    local best
    for _, one in ipairs(offers) do
      if one.left > 0 and one.refused ~= ARGV[i] and not (best and best.left >= one.left) then best = one end
    end
    if not best then break end
    best.left = best.left - 1
    best.used = true
    for _, value in ipairs({ (i - 1) / 2, best.name, best.id, best.worker }) do answer[#answer + 1] = value end
  end
end
for _, one in ipairs(offers) do
  if one.used then
    local value = table.concat({ string.format('%d', one.left), one.id, one.ends, one.worker, one.refused }, '|')
    redis.call('HSET', KEYS[7], one.name, value)
  end
end
return answer`;

const WAITING = `${COMMON}
local sum = 0
for _, count in ipairs(redis.call('HVALS', KEYS[3])) do sum = sum + wholeIn(count) end
return sum`;

/**
 * Whether the queue works: no key of the queue holds what another program wrote there, and a turn that is pushed to keys used for nothing
 * else is taken from them. Nobody sees the turn, because a script runs as one step, and nothing is left of it.
 * KEYS: those of the queue, then those of the trial. Returns the key at fault; an empty text if the turn did not come back; or nil.
 */
const TRY = `${EACH_WRONG_KEY}
local wrong
eachWrongKey(function(key) wrong = key end)
if wrong then return wrong end
local trial = { unpack(KEYS, #types + 1) }
local function push(KEYS, ARGV)
${PUSH}
end
local function take(KEYS, ARGV)
${TAKE}
end
-- Not without a reason: after a first write that is always allowed, a full Redis would allow all others of the script.
if redis.call('EXISTS', unpack(trial)) > 0 then redis.call('DEL', unpack(trial)) end
push(trial, { 'trial', '1', '0', 'trial' })
local taken = take(trial, { '1', '', '0', '', '0', '', '' })
redis.call('DEL', unpack(trial))
if taken[5] ~= 'trial' or taken[6] ~= 1 then return '' end
return nil`;

export interface NewTurns {
  owner_id: string;
  count: number;
  delay_ms: number;
}

/** What a consumer offers when it takes turns. */
export interface Offering {
  consumer: string;
  /** Of the places that it offers now, those of which it has seen no use. */
  unused: number;
  /** What it offers from now on; null = nothing. */
  offer: { id: string; ms: number; worker_id: string; refuses: string | null } | null;
}

export interface TakenTurns {
  /** Places of the earlier offer that others have taken, and of which this consumer did not know. */
  promised: number;
  /** Places that are offered now. */
  offered: number;
  turns: { owner_id: string; count: number }[];
  /** More wait. */
  more: boolean;
  /** Until the next delayed ones may be taken; null if there are none. */
  next_ms: number | null;
}

export class TurnScripts {
  /** Consumers wait for its only element. */
  readonly wake_key: string;
  readonly #keys: string[];
  readonly #push: ReturnType<typeof defineScript>;
  readonly #take: ReturnType<typeof defineScript>;
  readonly #take_places: ReturnType<typeof defineScript>;
  readonly #waiting: ReturnType<typeof defineScript>;
  readonly #try: ReturnType<typeof defineScript>;
  readonly #trial_keys: string[];

  constructor(redis: Redis, prefix: string) {
    const names = Object.keys(TURN_KEYS);
    this.#keys = names.map((name) => `${prefix}:${name}`);
    this.#trial_keys = names.map((name) => `${prefix}:trial:${name}`);
    this.wake_key = `${prefix}:wake`;
    const keys = names.length;
    this.#push = defineScript(redis, 'backend2PushTurns', { keys, lua: PUSH });
    this.#take = defineScript(redis, 'backend2TakeTurns', { keys, lua: TAKE });
    this.#take_places = defineScript(redis, 'backend2TakePlaces', { keys, lua: TAKE_PLACES });
    this.#waiting = defineScript(redis, 'backend2CountTurns', { keys, lua: WAITING });
    this.#try = defineScript(redis, 'backend2TryTurns', { keys: keys * 2, lua: TRY });
  }

  /** `id` must be new with each call. */
  async push(turns: NewTurns[], id: string): Promise<void> {
    for (let from = 0; from < turns.length; from += MOST_MOVED) {
      const values = turns
        .slice(from, from + MOST_MOVED)
        .flatMap((one) => [one.owner_id, one.count, one.delay_ms]);
      await this.#push(...this.#keys, ...values, `${id}-${from}-`);
    }
  }

  async take(most: number, offering?: Offering): Promise<TakenTurns> {
    const { consumer = '', unused = 0, offer } = offering ?? {};
    const { id = '', ms = 0, worker_id = '', refuses } = offer ?? {};
    const offers = [consumer, unused, id, ms, worker_id, refuses ?? ''];
    const answer = (await this.#take(...this.#keys, most, ...offers)) as unknown[];
    const [more = 0, next_ms = 0, promised = 0, offered = 0] = answer.slice(0, 4).map(Number);
    const turns: TakenTurns['turns'] = [];
    for (let at = 4; at + 1 < answer.length; at += 2)
      turns.push({ owner_id: String(answer[at]), count: Number(answer[at + 1]) });
    return { turns, more: more === 1, next_ms: next_ms < 0 ? null : next_ms, promised, offered };
  }

  /** The places for each of the owners, at most as many as are wanted. */
  async takePlaces(wanted: { owner_id: string; count: number }[]): Promise<IdlePlace[][]> {
    const values = wanted.flatMap(({ owner_id, count }) => [owner_id, count]);
    const answer = ((await this.#take_places(...this.#keys, ...values)) as unknown[]).map(String);
    const places: IdlePlace[][] = wanted.map(() => []);
    for (let at = 0; at + 3 < answer.length; at += 4) {
      const [which, consumer = '', offer = '', worker_id = ''] = answer.slice(at, at + 4);
      places[Number(which)]?.push({ consumer, offer, worker_id });
    }
    return places;
  }

  /** Turns that may be taken now. */
  async waiting(): Promise<number> {
    return Number(await this.#waiting(...this.#keys));
  }

  /** Puts a turn into the queue under a key of its own and takes it again; real turns notice nothing. Throws if that does not work. */
  async try(): Promise<void> {
    const fault = await this.#try(...this.#keys, ...this.#trial_keys);
    if (typeof fault !== 'string') return;
    throw new OperatorError(
      fault === ''
        ? 'a turn was put into the queue, but could not be taken from it'
        : `the key ${fault} in Redis does not hold what the queue stores there; delete the key`,
    );
  }
}

/** The beginning of every key of a queue. */
export const queuePrefixOf = (db_name: string, name = 'turns'): string => `${db_name}:queue:${name}`;

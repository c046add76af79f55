/**
 * The turns of one queue in Redis, and the steps that change them. Each step is one script.
 *
 * Start-time fair queuing over owners in O(1) per turn: a turn costs one unit, so the start tags of waiting owners are only ever V (not
 * yet served in this round) or V + 1 (served). Two lists are therefore enough to order owners by virtual time: this round and the next. A
 * new owner starts in this round, or in the next one if it was already served in this one. `OwnerRounds` does the same in one process.
 */
import { TURN_KEYS } from './turn-keys.ts';

/** No owner has this many turns: a larger number was not stored by the queue. */
const MOST_OF_OWNER = 100_000_000;
/** Maximum number of delayed turns that one step moves, and of owners in one push. */
export const MOST_MOVED = 500;
/** Offers that expired this long ago belong to consumers that no longer exist. */
const OLD_OFFER_MS = 60_000;

/**
 * KEYS: owners of this round; owners of the next round; turns by owner; owners served in this round; delayed turns (`id|count|owner`,
 * score = when they are due); the token that wakes a consumer (it exists while turns wait, until a consumer takes it); the offers of idle
 * places by consumer, each `count|offer|expiry|worker|an owner who gets none`.
 *
 * The lists contain each owner with turns once. If one of the keys is deleted (for example by an eviction), this no longer holds; it is
 * noticed at the end of a round, and the owners are then listed again. Values that are not numbers, or too large, count as 0.
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

/** ARGV: triples of owner, count and delay in milliseconds, then an id for the delayed turns. */
export const PUSH = `${COMMON}
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
 * ARGV: the number of wanted turns; 0 = take none, but wake another consumer if turns wait. Then, for a consumer that offers its idle
 * places: its name, how many places of its present offer it believes to be unused, and the new offer (see KEYS above) for the wanted turns
 * that remain. Places that others have taken in the meantime are no longer wanted.
 * Returns whether turns are left, the milliseconds until the next delayed turn is due (-1 = there is none), the number of places that
 * others had taken (-1 = unknown), the number of places offered now, and then owners and counts. An owner who waits alone gets all its
 * turns at once, because the rounds would contain nobody else.
 */
export const TAKE = `${COMMON}
local consumer, promised, offered = ARGV[2], 0, 0
if consumer ~= '' then
  local count = tonumber(string.match(redis.call('HGET', KEYS[7], consumer) or '', '^(%d+)|'))
  -- An offer that is missing was lost with other keys of Redis, and with it how many places others have taken.
  if count then promised = math.max(0, tonumber(ARGV[3]) - count)
  elseif tonumber(ARGV[3]) > 0 then promised = -1 end
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
local left, taken = math.max(0, tonumber(ARGV[1]) - math.max(0, promised)), {}
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
 * ARGV: pairs of an owner and the number of places wanted for it. Returns for each place the number of the pair, the consumer, its offer
 * and its worker. The consumer with the most offered places comes first. Each turn that waits keeps a place. If there were none at all
 * while a turn waits, and a consumer takes a moment to wake, a stream of new tasks would go on through the queue once one of them had to.
 */
export const TAKE_PLACES = `${COMMON}
local names, values = redis.call('HKEYS', KEYS[7]), redis.call('HVALS', KEYS[7])
local offers, answer, idle = {}, {}, 0
for i, name in ipairs(names) do
  local count, id, ends, worker, refused = string.match(values[i], '^(%d+)|([^|]*)|(%d+)|([^|]*)|(.*)$')
  if count and tonumber(ends) > now then
    offers[#offers + 1] = { name = name, left = tonumber(count), id = id, ends = ends, worker = worker, refused = refused }
    idle = idle + tonumber(count)
  elseif not count or tonumber(ends) + ${OLD_OFFER_MS} < now then
    redis.call('HDEL', KEYS[7], name)
  end
end
if turnsWait() then
  -- Each owner has at least one.
  if redis.call('HLEN', KEYS[3]) >= idle then return {} end
  for _, count in ipairs(redis.call('HVALS', KEYS[3])) do idle = idle - wholeIn(count) end
end
for i = 1, #ARGV, 2 do
  for _ = 1, math.min(tonumber(ARGV[i + 1]), idle) do
    local best
    for _, one in ipairs(offers) do
      if one.left > 0 and one.refused ~= ARGV[i] and not (best and best.left >= one.left) then best = one end
    end
    if not best then break end
    best.left = best.left - 1
    idle = idle - 1
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

/** ARGV: an owner. Returns how many turns it had. */
export const DROP = `${COMMON}
local count = turnsOf(ARGV[1])
redis.call('HDEL', KEYS[3], ARGV[1])
redis.call('LREM', KEYS[1], 0, ARGV[1])
redis.call('LREM', KEYS[2], 0, ARGV[1])
return count`;

export const WAITING = `${COMMON}
local sum = 0
for _, count in ipairs(redis.call('HVALS', KEYS[3])) do sum = sum + wholeIn(count) end
return sum`;

/**
 * Tests whether the queue works: no other program has overwritten one of its keys, and a turn that is pushed to separate keys can be
 * taken from them. Nobody sees the turn, because a script runs as one step, and nothing remains of it.
 * KEYS: those of the queue, then those of the test. Returns the overwritten key, an empty text if the turn did not come back, or nil.
 */
export const TRY = `
local types = { '${Object.values(TURN_KEYS).join("', '")}' }
for i, expected in ipairs(types) do
  local found = redis.call('TYPE', KEYS[i]).ok
  if found ~= 'none' and found ~= expected then return KEYS[i] end
end
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

/** Tries every command that the product uses, on a key and a channel that nobody else uses. */
import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';

/** The commands that our scripts call, as they are called, since Redis checks the user's rights there too. A test compares them. */
const IN_SCRIPTS: string[][] = [
  ['SET', 'KEY', '1', 'PX', '10000'],
  ['GET', 'KEY'],
  ['EXISTS', 'KEY'],
  ['TYPE', 'KEY'],
  ['PTTL', 'KEY'],
  ['PEXPIRE', 'KEY', '10000'],
  ['INCRBY', 'KEY', '1'],
  ['DEL', 'KEY'],
  ['HSET', 'KEY', 'a', '1'],
  ['HGET', 'KEY', 'a'],
  ['HLEN', 'KEY'],
  ['HKEYS', 'KEY'],
  ['HVALS', 'KEY'],
  ['HDEL', 'KEY', 'b'],
  ['DEL', 'KEY'],
  ['RPUSH', 'KEY', 'b'],
  ['LLEN', 'KEY'],
  ['LREM', 'KEY', '0', 'a'],
  ['RENAME', 'KEY', 'KEY'],
  ['LPOP', 'KEY'],
  ['DEL', 'KEY'],
  ['SADD', 'KEY', 'a'],
  ['SISMEMBER', 'KEY', 'a'],
  ['DEL', 'KEY'],
  ['ZADD', 'KEY', '1', 'a'],
  ['ZCARD', 'KEY'],
  ['ZRANGE', 'KEY', '0', '1'],
  ['ZRANGEBYSCORE', 'KEY', '0', '1'],
  ['ZSCORE', 'KEY', 'a'],
  ['ZREM', 'KEY', 'b'],
  ['ZREMRANGEBYSCORE', 'KEY', '5', '6'],
  ['DEL', 'KEY'],
  ['TIME'],
];

const TRY_ALL = `
local refused = {}
for _, call in ipairs(cjson.decode(ARGV[1])) do
  for i = 2, #call do if call[i] == 'KEY' then call[i] = KEYS[1] end end
  local answer = redis.pcall(unpack(call))
  if type(answer) == 'table' and answer.err then refused[#refused + 1] = { call[1], answer.err } end
end
redis.pcall('DEL', KEYS[1])
return refused`;

/** One command and the answer of Redis. */
export interface Refusal {
  command: string;
  reason: string;
}

/** The commands that Redis refuses to this connection's user. Afterwards, the connection is subscribed and cannot be used otherwise. */
export async function refusals(redis: Redis, db_name: string, channel_prefix: string): Promise<Refusal[]> {
  const key = `${db_name}:probe:${randomUUID()}`;
  const channel = `${channel_prefix}:probe:${randomUUID()}`;
  const found: Refusal[] = [];
  const attempt = async (command: string, work: () => Promise<unknown>) => {
    try {
      return await work();
    } catch (error) {
      // The connection was lost: nothing is known about the rest.
      if (redis.status !== 'ready') throw error;
      found.push(...refusedIn(error as RefusedByRedis, command));
      return null;
    }
  };
  await attempt('INFO', () => redis.info());
  const refused = await attempt('EVAL', () => redis.eval(TRY_ALL, 1, key, JSON.stringify(IN_SCRIPTS)));
  for (const [command = '', reason = ''] of (refused as [string, string][] | null) ?? [])
    found.push({ command, reason });
  await attempt('EVALSHA', () => redis.evalsha('0'.repeat(40), 0).catch(notKnown));
  await attempt('MULTI', () => redis.multi().mget(key).exec());
  await attempt('SCAN', () => redis.scan(0, 'MATCH', key));
  // If there is an element, the command does not block, which would take at least a tenth of a second.
  await attempt('BZPOPMIN', () =>
    redis
      .multi()
      .zadd(key, 1, 'a')
      .exec()
      .then(() => redis.bzpopmin(key, 0.01)),
  );
  await attempt(`PUBLISH ${channel_prefix}:*`, () => redis.publish(channel, ''));
  await attempt(`SUBSCRIBE ${channel_prefix}:*`, () => redis.subscribe(channel));
  return found;
}

/** As ioredis throws it. A transaction that was discarded says in `previousErrors` what was refused in it. */
interface RefusedByRedis extends Error {
  command?: { name: string };
  previousErrors?: RefusedByRedis[];
}

/** `attempted`: the command that was tried; what is refused may be another one, which is sent together with it. */
function refusedIn({ message, previousErrors = [] }: RefusedByRedis, attempted: string): Refusal[] {
  if (previousErrors.length > 0)
    return previousErrors.map((error) => {
      const command = error.command?.name.toUpperCase() ?? attempted;
      return { command, reason: error.message };
    });
  const [, forbidden] = /permissions to run the '(\w+)/.exec(message) ?? [];
  const command = forbidden?.toUpperCase() ?? attempted;
  return [{ command: attempted.startsWith(command) ? attempted : command, reason: message }];
}

export const COMMANDS_IN_SCRIPTS: ReadonlySet<string> = new Set(IN_SCRIPTS.map(([command = '']) => command));

/** The answer if Redis may run scripts by their hash and does not know this one. */
function notKnown(error: Error): void {
  if (!error.message.startsWith('NOSCRIPT')) throw error;
}

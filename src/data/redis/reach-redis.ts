/** Waits at the start until Redis is reachable and provides what the product needs, or says in one line why it does not. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { certificateFault } from '../../runtime/net/certificate-faults.ts';
import { WrongServers } from '../../runtime/net/who-listens.ts';
import { Refused, Unavailable } from '../contracts/index.ts';
import { placeOf } from './connections.ts';
import { type Refusal, refusals } from './redis-rights.ts';

const LOOK_EVERY_MS = 500;
const SILENCE_MS = 2_000;

export interface ReachOptions {
  /** How long to wait for a server that is unreachable, starting, full or read-only, in milliseconds. Default 30,000. */
  wait_ms?: number;
  /** Called with one line, without user and password, if the server cannot be used at first. */
  on_wait?: (line: string) => void;
  /** Ends waiting; the reason of the signal is thrown. */
  signal?: AbortSignal;
}

/** Why Redis cannot be used. `lasting`: waiting does not help. */
interface Obstacle {
  lasting: boolean;
  text: string;
  /** True if the server answered, so that it is not unreachable. */
  answered: boolean;
  cause?: unknown;
}

/** Throws `Refused` if waiting does not help, and `Unavailable` if the server was not reachable in time. */
export async function reachRedis(
  url: string,
  names: { address: string; db_name: string; channel_prefix: string },
  { wait_ms = 30_000, on_wait, signal }: ReachOptions,
): Promise<void> {
  const where = `Redis at ${names.address}`;
  const end = performance.now() + wait_ms;
  const wrong = new WrongServers('Redis', url);
  for (let waited = false; ; waited = true) {
    const obstacle = await look(url, names);
    signal?.throwIfAborted();
    if (!obstacle) return;
    if (obstacle.lasting) throw new Refused(`${where} ${obstacle.text}`);
    const mistake = obstacle.answered ? null : await wrong.mistake(placeOf(url));
    signal?.throwIfAborted();
    if (mistake) throw new Refused(`${where} cannot be used: ${mistake}`);
    const left_ms = end - performance.now();
    if (left_ms <= 0) {
      if (obstacle.answered) throw new Refused(`${where} ${obstacle.text}; tried for ${wait_ms / 1_000} s`);
      throw new Unavailable(where, { cause: obstacle.cause });
    }
    if (!waited) on_wait?.(`${where} ${obstacle.text}; trying for ${wait_ms / 1_000} s`);
    await sleep(Math.min(LOOK_EVERY_MS, left_ms), undefined, { signal }).catch(() =>
      signal?.throwIfAborted(),
    );
  }
}

/** Why Redis cannot be used now, as a text that follows "Redis"; null if it can. For the doctor, which does not wait. */
export async function obstacleAt(
  url: string,
  names: { address: string; db_name: string; channel_prefix: string },
): Promise<string | null> {
  return (await look(url, names))?.text ?? null;
}

/** One check with a separate connection; null if Redis can be used. */
async function look(
  url: string,
  names: { db_name: string; channel_prefix: string },
): Promise<Obstacle | null> {
  const redis = new Redis(url, {
    lazyConnect: true,
    // The ready check uses INFO, which may be refused, and would print its own message.
    enableReadyCheck: false,
    connectTimeout: SILENCE_MS,
    commandTimeout: SILENCE_MS,
    disconnectTimeout: 500,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  // `connect` reports only that the connection ended; the reason comes here.
  let reason: Error | undefined;
  redis.on('error', (error) => {
    reason = error;
  });
  try {
    await redis.connect();
    // A refused SELECT only causes an event: everything would go to database 0.
    if (reason) throw reason;
    // The user may lack the permission for INFO; the permissions that it needs are checked below.
    const info = await redis.info().catch(() => '');
    if (/^cluster_enabled:1/m.test(info))
      return lasting('is a cluster; use one primary, with a replica if you like');
    if (/^role:slave/m.test(info)) return passing('is a read-only replica; REDIS_URL must name the primary');
    return obstacleOf(await refusals(redis, names.db_name, names.channel_prefix), names);
  } catch (error) {
    return obstacleToConnect(reason ?? (error as Error), url);
  } finally {
    redis.disconnect();
  }
}

const lasting = (text: string): Obstacle => ({ lasting: true, text, answered: true });
const passing = (text: string): Obstacle => ({ lasting: false, text, answered: true });

export const FORBIDDEN = /NOPERM|can't run this command|can't access|no permissions/i;
const UNKNOWN = /unknown (redis )?command/i;
const WANTS_PASSWORD = 'wants a password; put it, after the user if there is one, into REDIS_URL';

function obstacleOf(found: Refusal[], names: { db_name: string; channel_prefix: string }): Obstacle | null {
  const [first] = found;
  if (!first) return null;
  const list = (some: Refusal[]) => [...new Set(some.map(({ command }) => command))].join(', ');
  const forbidden = found.filter(({ reason }) => FORBIDDEN.test(reason));
  if (forbidden.length > 0) {
    const rights = `~${names.db_name}:* &${names.db_name}:* +@all -@dangerous +info`;
    return lasting(`does not allow its user ${list(forbidden)}; give it the rights ${rights}`);
  }
  if (/^NOAUTH/.test(first.reason)) return lasting(WANTS_PASSWORD);
  const unknown = found.filter(({ reason }) => UNKNOWN.test(reason));
  if (unknown.length > 0) return lasting(`does not know ${list(unknown)}; use Redis 6.2 or later, unaltered`);
  const state = stateIn(first.reason);
  if (state) return passing(state);
  return passing(`refuses ${first.command} (${first.reason})`);
}

/** What the refusal of a command says about the state of the server, as a text that follows "Redis"; null for another refusal. */
export const stateIn = (refusal: string): string | null =>
  STATES.find(([pattern]) => pattern.test(refusal))?.[1] ?? null;

const STATES: [RegExp, string][] = [
  [/^OOM/, 'is full and takes no writes; give it more memory (maxmemory)'],
  [/^(READONLY|MASTERDOWN)/, 'is a read-only replica; REDIS_URL must name the primary'],
  [
    /^MISCONF/,
    'cannot save its data and takes no writes; free its disk, or set stop-writes-on-bgsave-error to no',
  ],
  [
    /^NOREPLICAS/,
    'has too few replicas and takes no writes; start them, or set min-replicas-to-write to a smaller number',
  ],
  [/^LOADING/, 'is loading its data; wait until it has'],
  [/^BUSY/, 'is busy with a script of another program; wait, or call SCRIPT KILL'],
  [/max number of clients/, 'has no connection left; set maxclients to a larger number'],
];

const CERTIFICATES = {
  setting: 'REDIS_URL',
  untrusted: 'name its authority in the variable NODE_EXTRA_CA_CERTS',
  wanted: 'set tls-auth-clients to no in Redis',
};

/** What a failed or lost connection says about the server and REDIS_URL. */
function obstacleToConnect(error: Error & { code?: string }, url: string): Obstacle {
  const { message, code = '' } = error;
  if (/^NOAUTH/.test(message)) return lasting(WANTS_PASSWORD);
  const state = stateIn(message);
  if (state) return passing(state);
  if (/^DENIED/.test(message))
    return lasting('takes no connections of other machines without a password (protected mode); set one');
  if (/WRONGPASS|NOPERM|invalid (username-)?password/i.test(message))
    return lasting('refuses the user or password of REDIS_URL; correct them');
  if (/DB index|SELECT is not allowed/i.test(message))
    return lasting(`has no database ${new URL(url).pathname.slice(1)}; leave it out of REDIS_URL`);
  if (/WRONG_VERSION_NUMBER|packet length too long|EPROTO/i.test(code + message))
    return lasting('does not speak TLS; write redis:// instead of rediss://');
  const certificate = certificateFault(code, CERTIFICATES);
  if (certificate) return lasting(certificate);
  if (/Protocol error|Unknown RESP type/i.test(message))
    return lasting('is not a Redis server: it answers in another protocol');
  return {
    lasting: false,
    text: `cannot be reached (${message})${tlsHint(code, url)}`,
    answered: false,
    cause: error,
  };
}

/** A TLS port ends a plain connection or does not answer it, and vice versa. */
function tlsHint(code: string, url: string): string {
  if (url.startsWith('rediss:')) return code === 'ETIMEDOUT' ? '; if it speaks no TLS, write redis://' : '';
  return code === 'ECONNRESET' || code === '' ? '; if it speaks TLS only, write rediss://' : '';
}

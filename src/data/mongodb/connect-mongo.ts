import { setTimeout as sleep } from 'node:timers/promises';
import {
  type DbOptions,
  type MongoClient,
  type MongoClientOptions,
  MongoServerSelectionError,
} from 'mongodb';
import { WrongServers } from '../../runtime/net/who-listens.ts';
import { Refused, Unavailable } from '../contracts/index.ts';
import { clientFor } from './mongo-client.ts';
import { asUnavailable, refusalText } from './mongo-errors.ts';

/**
 * A server that has disappeared is noticed within 2 s. A server that accepts connections but does not answer (stopped, or behind a broken
 * connection) is noticed within 4 s: the heartbeat then fails and ends calls that wait for an answer.
 */
const OPTIONS: MongoClientOptions = {
  appName: 'backend2',
  serverSelectionTimeoutMS: 2_000,
  connectTimeoutMS: 2_000,
  heartbeatFrequencyMS: 2_000,
  socketTimeoutMS: 4_000,
  waitQueueTimeoutMS: 2_000,
  maxPoolSize: 50,
  ignoreUndefined: true,
};

/**
 * An acknowledged write is on the disks of most members, so neither a power cut nor the loss of a member reverts it. Set on the database
 * and not on the client, where `journal=false` in the URL would take precedence.
 */
export const DURABLE: DbOptions = {
  writeConcern: { w: 'majority', journal: true },
  readPreference: 'primary',
};

export interface WaitOptions {
  /** How long to keep trying while MongoDB cannot be reached. Default 30,000. */
  wait_ms?: number;
  /** Called with a line for people after each failed attempt. */
  on_wait?: (message: string) => void;
  /** Ends waiting; its reason is thrown. */
  signal?: AbortSignal;
}

/** For building indexes over existing data, which may take any time, with one connection each. */
export const NO_TIME_LIMIT: MongoClientOptions = { socketTimeoutMS: 0, waitQueueTimeoutMS: 0 };

/** Connects, and keeps trying while there is no answer. Errors contain the addresses but never the credentials of the URL. */
export async function connectMongo(
  url: string,
  options: WaitOptions = {},
  changes: MongoClientOptions = {},
): Promise<MongoClient> {
  const { wait_ms = 30_000, on_wait = () => {}, signal } = options;
  const end = performance.now() + wait_ms;
  const wrong = new WrongServers('MongoDB', url);
  for (;;) {
    const client = clientFor(url, { ...OPTIONS, ...changes });
    const where = `MongoDB at ${client.options.hosts.join(', ') || client.options.srvHost}`;
    try {
      await client.connect();
      await client.db('admin').command({ ping: 1 });
      return client;
    } catch (error) {
      // A client that was never open may also fail to close; only the reason why it did not open matters.
      await Promise.allSettled([client.close()]);
      signal?.throwIfAborted();
      const refusal = refusalText(error);
      if (refusal) throw new Refused(`${where} ${refusal}`);
      const cause = asUnavailable(error);
      // A refused sign-in, for example, stays refused.
      if (!(cause instanceof Unavailable)) throw new Refused(`${where} refuses: ${messageOf(error)}`);
      const mistake = await mistakeOf(client, wrong);
      signal?.throwIfAborted();
      if (mistake) throw new Refused(`${where} cannot be used: ${mistake}`);
      const left_ms = end - performance.now();
      if (left_ms <= 0) {
        throw new Unavailable(`${where} (${messageOf(error)}; tried for ${Math.round(wait_ms / 1000)} s)`);
      }
      on_wait(
        `${where} cannot be reached yet (${messageOf(error)}); trying for another ${Math.ceil(left_ms / 1000)} s`,
      );
      await sleep(Math.min(500, left_ms));
    }
  }
}

/** The first host in the URL; null for a socket and for mongodb+srv, which DNS resolves. */
async function mistakeOf({ options }: MongoClient, wrong: WrongServers): Promise<string | null> {
  const [{ host, port = 27_017 } = {}] = options.hosts;
  return host ? wrong.mistake({ host, port, tls: Boolean(options.tls) }) : null;
}

function messageOf(error: unknown): string {
  if (error instanceof MongoServerSelectionError) {
    for (const { error: reason } of error.reason?.servers.values() ?? []) if (reason) return reason.message;
  }
  return error instanceof Error ? error.message : String(error);
}

import type { Db, MongoClient } from 'mongodb';
import {
  type Database,
  type QuotaHolds,
  Refused,
  type SearchLimits,
  Unavailable,
} from '../contracts/index.ts';
import { answeringInTime } from './answer-in-time.ts';
import { connectMongo, DURABLE, NO_TIME_LIMIT, type WaitOptions } from './connect-mongo.ts';
import { COLLECTIONS } from './indexes.ts';
import { migrateMongo } from './migrations.ts';
import { asUnavailable, refusalText, throwingUnavailable } from './mongo-errors.ts';
import { missingRights } from './mongo-rights.ts';
import { MongoApiKeyStore } from './stores/api-keys.ts';
import { MongoAuditStore } from './stores/audit.ts';
import { MongoIdempotencyStore } from './stores/idempotency.ts';
import { MongoItemLogStore } from './stores/item-logs.ts';
import { MongoItemStore } from './stores/items.ts';
import { MongoKeptValues } from './stores/kept-values.ts';
import { MongoPasswordLinkStore } from './stores/password-links.ts';
import { MongoPreferenceStore } from './stores/preferences.ts';
import { MongoQuotaHolds } from './stores/quota-holds.ts';
import { MongoScheduleStore } from './stores/schedules.ts';
import { MongoSessionStore } from './stores/sessions.ts';
import { MongoStatisticsStore } from './stores/statistics.ts';
import { MongoTaskStore } from './stores/tasks.ts';
import { MongoTypePauseStore } from './stores/type-pauses.ts';
import { MongoUserStore } from './stores/users.ts';
import { MongoWebhookStore } from './stores/webhooks.ts';
import { MongoWorkerStore } from './stores/workers.ts';

/**
 * Opens the MongoDB engine: waits for the server up to `wait_ms` (30 s), migrates, ensures the indexes, gives the stores. Works
 * on a standalone server, a replica set and a sharded cluster: it uses no transaction and no change stream.
 */
export async function openMongo(
  url: string,
  db_name: string,
  options: WaitOptions & { search_limits?: SearchLimits } = {},
): Promise<Database> {
  const setup = await connectMongo(url, options, NO_TIME_LIMIT);
  let sharded: boolean;
  try {
    await migrateMongo(setup.db(db_name, DURABLE));
    const missing = await missingRights(setup.db(db_name));
    if (missing) options.on_wait?.(`MongoDB at ${placesOf(setup)} ${missing}`);
    sharded = (await setup.db('admin').command({ hello: 1 })).msg === 'isdbgrid';
  } catch (error) {
    const refusal = refusalText(error, db_name);
    throw refusal ? new Refused(`MongoDB at ${placesOf(setup)} ${refusal}`) : asUnavailable(error);
  } finally {
    await setup.close();
  }
  const client = await connectMongo(url, options);
  const how = { search_limits: options.search_limits, sharded };
  return new MongoDatabase(client, answeringInTime(client.db(db_name, DURABLE)), how);
}

const placesOf = ({ options: { hosts, srvHost } }: MongoClient): string => hosts.join(', ') || `${srvHost}`;

/** The stores on a client that is connected; closing the database closes the client. */
class MongoDatabase implements Database {
  readonly capabilities = { single_process: false };
  readonly users: Database['users'];
  readonly sessions: Database['sessions'];
  readonly tasks: Database['tasks'];
  readonly items: Database['items'];
  readonly workers: Database['workers'];
  readonly idempotency: Database['idempotency'];
  readonly schedules: Database['schedules'];
  readonly itemLogs: Database['itemLogs'];
  readonly passwordLinks: Database['passwordLinks'];
  readonly preferences: Database['preferences'];
  readonly statistics: Database['statistics'];
  readonly typePauses: Database['typePauses'];
  readonly audit: Database['audit'];
  readonly apiKeys: Database['apiKeys'];
  readonly webhooks: Database['webhooks'];
  readonly quotaHolds: QuotaHolds;
  readonly #client: MongoClient;
  readonly #db: Db;
  readonly #kept_values: MongoKeptValues;

  constructor(client: MongoClient, db: Db, how: { search_limits?: SearchLimits; sharded: boolean }) {
    this.#client = client;
    this.#db = db;
    this.#kept_values = throwingUnavailable(new MongoKeptValues(db));
    this.audit = throwingUnavailable(new MongoAuditStore(db));
    this.apiKeys = throwingUnavailable(new MongoApiKeyStore(db));
    this.webhooks = throwingUnavailable(new MongoWebhookStore(db));
    this.users = throwingUnavailable(new MongoUserStore(db, this.audit));
    this.sessions = throwingUnavailable(new MongoSessionStore(db));
    this.tasks = throwingUnavailable(new MongoTaskStore(db, how.search_limits, how.sharded));
    this.items = throwingUnavailable(new MongoItemStore(db));
    this.workers = throwingUnavailable(new MongoWorkerStore(db));
    this.idempotency = throwingUnavailable(new MongoIdempotencyStore(db));
    this.itemLogs = throwingUnavailable(new MongoItemLogStore(db));
    this.passwordLinks = throwingUnavailable(new MongoPasswordLinkStore(db));
    this.preferences = throwingUnavailable(new MongoPreferenceStore(db));
    this.statistics = throwingUnavailable(new MongoStatisticsStore(db));
    this.typePauses = throwingUnavailable(new MongoTypePauseStore(db));
    this.quotaHolds = throwingUnavailable(new MongoQuotaHolds(db));
    this.schedules = throwingUnavailable(new MongoScheduleStore(db));
  }

  keepSecret(candidate: string): Promise<string> {
    return this.#kept_values.keep('secret_key', candidate);
  }

  keepInstallationId(candidate: string): Promise<string> {
    return this.#kept_values.keep('installation_id', candidate);
  }

  async now(): Promise<number> {
    try {
      const { localTime } = await this.#db.command({ hello: 1 });
      return (localTime as Date).getTime();
    } catch (error) {
      throw asUnavailable(error);
    }
  }

  async ping(): Promise<void> {
    try {
      await this.#db.command({ ping: 1 });
    } catch (error) {
      throw asUnavailable(error);
    }
  }

  async probe(): Promise<void> {
    try {
      const probes = this.#db.collection<{ _id: string; count: number }>(COLLECTIONS.probes);
      await probes.updateOne({ _id: 'probe' }, { $inc: { count: 1 } }, { upsert: true });
    } catch (error) {
      throw new Unavailable('MongoDB for writing', { cause: error });
    }
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}

import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { buildApp } from '../../src/api/build-app.ts';
import type { App } from '../../src/api/fastify-types.ts';
import type { Data, Database, Role } from '../../src/data/contracts/index.ts';
import { openData } from '../../src/processes/open-data.ts';
import { type Wired, wire } from '../../src/processes/wiring.ts';
import { startScheduler } from '../../src/scheduler/scheduler.ts';
import { readSettings } from '../../src/settings.ts';
import { startWorker } from '../../src/worker/worker.ts';
import { startMongod } from '../support/mongod.ts';
import { startRedis } from '../support/redis.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { answerCheck, type OpenApiDocument } from './answer-check.ts';
import { type ApiClient, apiClient } from './api-client.ts';

export const SECRET = 'a secret of the tests, and of nothing else';
export const PASSWORD = 'correct horse battery';
export const ADMIN = { email: 'admin@example.com', password: 'admin123' };

export interface Account extends ApiClient {
  id: string;
  email: string;
  refresh_token: string;
}

export interface TestApi {
  app: App;
  url: string;
  wired: Wired;
  database: Database;
  data: Data;
  document: OpenApiDocument;
  /** Every line the server logged. */
  log: string[];
  /** Without a token. */
  anonymous: ApiClient;
  /** The first administrator. */
  admin: Account;
  /** An account with these roles, signed in: a new one each time. */
  account(...roles: Role[]): Promise<Account>;
  /** One account of the role, the same each time. */
  as(role: Role): Promise<Account>;
  signIn(email: string, password: string): Promise<Account>;
  close(): Promise<void>;
}

export interface ApiOptions {
  env?: Record<string, string>;
  heartbeat_ms?: number;
  /** Items are run. Default false. */
  worker?: boolean;
  /** For suites that reach into the one web they call. */
  single_web?: boolean;
}

/**
 * The API over real engines, on a real socket: embedded, or with `API_MODE=scaled-out` on a MongoDB and a Redis of its own,
 * with two webs that take the calls in turn, three workers and two schedulers, each over connections of its own.
 */
export async function startApi(options: ApiOptions = {}): Promise<TestApi> {
  const servers = process.env.API_MODE === 'scaled-out' ? await startServers() : null;
  const settings = readSettings({
    DATA_DIR: await tempFolder(),
    ...servers?.env,
    SECRET_KEY: SECRET,
    TASK_TYPES_DIR: fileURLToPath(new URL('../support/task-types', import.meta.url)),
    RATE_LIMIT_ENABLED: 'false',
    ...options.env,
  });
  const log: string[] = [];
  const sink = new Writable({
    write(chunk, _encoding, done) {
      log.push(String(chunk));
      done();
    },
  });
  const logger = pino({ level: 'trace' }, sink);
  const closers: (() => Promise<unknown>)[] = [];

  async function open() {
    const data = await openData(settings, logger, true);
    closers.push(() => data.close());
    const wired = await wire(settings, data, logger);
    closers.push(() => wired.close());
    return { data, wired };
  }
  async function openWeb(parts: Awaited<ReturnType<typeof open>>) {
    await parts.wired.services.users.ensureAdmin({ ...ADMIN, fullname: 'Administrator' });
    const app = buildApp(parts.wired.services, parts.wired.settings, {
      logger,
      heartbeat_ms: options.heartbeat_ms,
    });
    closers.push(() => app.close());
    return { app, url: await app.listen({ host: '127.0.0.1', port: 0 }) };
  }
  async function openWorker({ data, wired }: Awaited<ReturnType<typeof open>>) {
    const { engine, plans } = wired;
    const worker = await startWorker({ data, engine, plans, places: 4, env: process.env, log: logger });
    closers.push(() => worker.stop(1_000));
  }

  const first = await open();
  const { data, wired } = first;
  if (options.worker) await openWorker(first);
  const { app, url } = await openWeb(first);
  const urls = [url];
  if (servers) {
    if (!options.single_web) urls.push((await openWeb(await open())).url);
    for (let more = 0; options.worker && more < 2; more += 1) await openWorker(await open());
    for (let one = 0; one < 2; one += 1) {
      const { data, wired } = await open();
      const { engine, creation } = wired;
      const scheduler = await startScheduler({ data, engine, creation, retention_days: 30, log: logger });
      closers.push(() => scheduler.stop());
    }
  }
  const document = app.swagger() as unknown as OpenApiDocument;
  const check = answerCheck(document);
  let calls = 0;
  const nextUrl = () => urls[calls++ % urls.length] as string;

  const anonymous = apiClient(nextUrl, '', check);
  async function signIn(email: string, password: string): Promise<Account> {
    const grant = await anonymous.data('POST', '/api/v1/auth/login', { email, password });
    const { access_token, refresh_token, user } = grant;
    return Object.assign(apiClient(nextUrl, access_token, check), {
      id: user.id as string,
      email,
      refresh_token,
    });
  }
  let made = 0;
  async function account(...roles: Role[]): Promise<Account> {
    made += 1;
    const email = `${roles.join('.') || 'user'}-${made}@example.com`;
    await wired.services.users.create({ email, password: PASSWORD, ...(roles.length > 0 && { roles }) });
    return signIn(email, PASSWORD);
  }
  const byRole = new Map<Role, Promise<Account>>();

  return {
    app,
    url,
    wired,
    database: data.database,
    data,
    document,
    log,
    anonymous,
    admin: await signIn(ADMIN.email, ADMIN.password),
    account,
    as(role) {
      const known = byRole.get(role) ?? account(role);
      byRole.set(role, known);
      return known;
    },
    signIn,
    async close() {
      for (let close = closers.pop(); close; close = closers.pop()) await close();
      await servers?.stop();
    },
  };
}

async function startServers() {
  const [mongod, redis] = await Promise.all([startMongod(), startRedis()]);
  return {
    env: { MONGODB_URL: mongod.url, REDIS_URL: redis.url, DB_NAME: 'test_api' },
    stop: () => Promise.all([mongod.stop(), redis.stop()]),
  };
}

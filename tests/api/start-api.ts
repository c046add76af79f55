import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { buildApp } from '../../src/api/build-app.ts';
import type { App } from '../../src/api/fastify-types.ts';
import type { Data, Database, Role } from '../../src/data/contracts/index.ts';
import { openData } from '../../src/processes/open-data.ts';
import { type Wired, wire } from '../../src/processes/wiring.ts';
import { readSettings } from '../../src/settings.ts';
import { startWorker } from '../../src/worker/worker.ts';
import { startMongod } from '../support/mongod.ts';
import { startRedis } from '../support/redis.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { answerCheck, type OpenApiDocument } from './answer-check.ts';
import { type ApiClient, apiClient, type Received } from './api-client.ts';

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
}

/** The API over real engines, on a real socket: embedded, or with `API_MODE=scaled-out` on a MongoDB and a Redis of its own. */
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
  const data = await openData(settings, logger, true);
  const wired = await wire(settings, data, logger);
  const parts = { data, engine: wired.engine, plans: wired.plans, places: 4, env: process.env, log: logger };
  const worker = options.worker ? await startWorker(parts) : null;
  await wired.services.users.ensureAdmin({ ...ADMIN, fullname: 'Administrator' });
  const app = buildApp(wired.services, wired.settings, { logger, heartbeat_ms: options.heartbeat_ms });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const document = app.swagger() as unknown as OpenApiDocument;
  const check = answerCheck(document);

  const anonymous = apiClient(url, '', check);
  const signIn = (email: string, password: string) => signedIn(anonymous, check, url, email, password);
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
      await app.close();
      await worker?.stop(1_000);
      await wired.close();
      await data.close();
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

async function signedIn(
  anonymous: ApiClient,
  check: (method: string, path: string, answer: Received) => void,
  url: string,
  email: string,
  password: string,
): Promise<Account> {
  const { access_token, refresh_token, user } = await anonymous.data('POST', '/api/v1/auth/login', {
    email,
    password,
  });
  return Object.assign(apiClient(url, access_token, check), { id: user.id as string, email, refresh_token });
}

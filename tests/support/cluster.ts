/** Backend2 scaled out: one MongoDB, one Redis, and any number of web, worker and scheduler processes. */
import { type Backend, type BackendOptions, type Client, signIn, startBackend } from './backend.ts';
import { type Mongod, startMongod } from './mongod.ts';
import { type Redis, startRedis } from './redis.ts';

export interface Cluster {
  mongod: Mongod;
  redis: Redis;
  webs: Backend[];
  workers: Backend[];
  schedulers: Backend[];
  /** Environment variables that every process needs. */
  env: Record<string, string>;
  start(command: NonNullable<BackendOptions['command']>, more?: Partial<BackendOptions>): Promise<Backend>;
  /** A client of the web process with this number, signed in as the administrator. */
  client(web?: number): Promise<Client>;
  stop(): Promise<void>;
}

export async function startCluster(
  count: { webs: number; workers: number; schedulers: number },
  env: Record<string, string> = {},
): Promise<Cluster> {
  const [mongod, redis] = await Promise.all([startMongod(), startRedis()]);
  const own = {
    MONGODB_URL: mongod.url,
    REDIS_URL: redis.url,
    SECRET_KEY: 'a secret that all of them share',
    WORKER_CONCURRENCY: '8',
    ...env,
  };
  const all: Backend[] = [];
  const cluster: Cluster = {
    mongod,
    redis,
    webs: [],
    workers: [],
    schedulers: [],
    env: own,
    async start(command, more = {}) {
      const backend = await startBackend({ command, ...more, env: { ...own, ...more.env } });
      all.push(backend);
      return backend;
    },
    client: (web = 0) => signIn((cluster.webs[web] as Backend).url),
    async stop() {
      await Promise.all(all.map((one) => one.stop()));
      await Promise.all([mongod.stop(), redis.stop()]);
    },
  };
  const several = (command: 'web' | 'worker' | 'scheduler', many: number) =>
    Promise.all(Array.from({ length: many }, () => cluster.start(command)));
  // The first process creates the indexes and the administrator; the others find them.
  if (count.webs > 0) cluster.webs = [await cluster.start('web'), ...(await several('web', count.webs - 1))];
  cluster.workers = await several('worker', count.workers);
  cluster.schedulers = await several('scheduler', count.schedulers);
  return cluster;
}

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
  /** Stops what is not one of so many live processes of each kind, and starts those that are missing. */
  fill(count: ClusterCount): Promise<void>;
  stop(): Promise<void>;
}

export interface ClusterCount {
  webs: number;
  workers: number;
  schedulers: number;
}

const isAlive = ({ child }: Backend) => child.exitCode === null && child.signalCode === null;

export async function startCluster(count: ClusterCount, env: Record<string, string> = {}): Promise<Cluster> {
  const [mongod, redis] = await Promise.all([startMongod(), startRedis()]);
  const own = {
    MONGODB_URL: mongod.url,
    REDIS_URL: redis.url,
    SECRET_KEY: 'a secret that all of them share',
    WORKER_CONCURRENCY: '8',
    ...env,
  };
  let all: Backend[] = [];
  const several = (command: 'web' | 'worker' | 'scheduler', many: number) =>
    Promise.all(Array.from({ length: many }, () => cluster.start(command)));
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
    async fill({ webs, workers, schedulers }) {
      cluster.webs = cluster.webs.filter(isAlive).slice(0, webs);
      cluster.workers = cluster.workers.filter(isAlive).slice(0, workers);
      cluster.schedulers = cluster.schedulers.filter(isAlive).slice(0, schedulers);
      const kept = [...cluster.webs, ...cluster.workers, ...cluster.schedulers];
      await Promise.all(all.filter((one) => !kept.includes(one)).map((one) => one.stop()));
      all = kept;
      // The first process creates the indexes and the administrator; the others find them.
      if (kept.length === 0 && webs > 0) cluster.webs = await several('web', 1);
      cluster.webs.push(...(await several('web', webs - cluster.webs.length)));
      cluster.workers.push(...(await several('worker', workers - cluster.workers.length)));
      cluster.schedulers.push(...(await several('scheduler', schedulers - cluster.schedulers.length)));
    },
    async stop() {
      await Promise.all(all.map((one) => one.stop()));
      await Promise.all([mongod.stop(), redis.stop()]);
    },
  };
  await cluster.fill(count);
  return cluster;
}

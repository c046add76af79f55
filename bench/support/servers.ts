import { type Mongod, startMongod } from '../../tests/support/mongod.ts';
import { type Redis, startRedis } from '../../tests/support/redis.ts';
import { type BackendOptions, type BackendProgram, startBackend } from './processes.ts';

export interface Servers {
  mongod: Mongod;
  redis: Redis;
  /** Environment variables for the processes that use them. */
  env: Record<string, string>;
  /** Starts a process that uses them; `stop` stops it as well. */
  backend(options: BackendOptions): Promise<BackendProgram>;
  stop(): Promise<void>;
}

/** A MongoDB (a replica set of one) and a Redis for this bench alone, on this machine. */
export async function startServers(): Promise<Servers> {
  const [mongod, redis] = await Promise.all([startMongod({ replica_set: true }), startRedis()]);
  const env = {
    MONGODB_URL: mongod.url,
    REDIS_URL: redis.url,
    SECRET_KEY: 'a secret of the benches alone',
  };
  const backends: BackendProgram[] = [];
  return {
    mongod,
    redis,
    env,
    async backend(options) {
      const backend = await startBackend({ ...options, env: { ...env, ...options.env } });
      backends.push(backend);
      return backend;
    },
    async stop() {
      await Promise.all(backends.map((one) => one.kill()));
      await Promise.all([mongod.stop(), redis.stop()]);
    },
  };
}

/**
 * Runs an installation under an even load for several minutes and fails if something keeps growing: live heap after a garbage
 * collection, handles, open files, memory of Redis, or tables of limited size.
 * Usage: npm run soak -- [--mode=embedded|scaled] [--minutes=20]
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Redis } from 'ioredis';
import { mongodAvailable } from '../../tests/support/mongod.ts';
import { redisAvailable } from '../../tests/support/redis.ts';
import { startServers } from '../support/servers.ts';
import { grown, type Sample } from './growth.ts';
import { Inspected } from './inspected.ts';
import { mongoCollections, sqliteTables } from './table-sizes.ts';
import { UsersAtWork } from './users-at-work.ts';

const SAMPLES = 40;
const ENV = { WEBHOOK_ALLOW_PRIVATE: 'true' };

const { values } = parseArgs({
  options: {
    mode: { type: 'string', default: 'embedded' },
    minutes: { type: 'string', default: '20' },
  },
});
if (values.mode === 'scaled' && !(mongodAvailable() && redisAvailable())) {
  console.error('MongoDB or Redis is missing: run "npm run services"');
  process.exit(2);
}
const pause_ms = (Number(values.minutes) * 60_000) / SAMPLES;

const installation = await (values.mode === 'scaled' ? scaledOut() : embedded());
const users = new UsersAtWork(installation.url);
await users.start();
const samples: Sample[] = [];
for (let at = 0; at < SAMPLES; at += 1) {
  await sleep(pause_ms);
  const sample = await installation.sample();
  samples.push(sample);
  if (at % 5 === 4) console.log(JSON.stringify({ at, ...rounded(sample), ...users.done }));
}
await users.stop();
await installation.stop();

const faults = grown(samples);
for (const fault of faults) console.error(`GROWS ${fault}`);
console.log(`${values.mode}, ${values.minutes} minutes: ${faults.length === 0 ? 'flat' : 'not flat'}`);
console.log(
  JSON.stringify({
    first: rounded(samples[SAMPLES / 4] ?? {}),
    last: rounded(samples.at(-1) ?? {}),
    ...users.done,
  }),
);
process.exit(faults.length === 0 && users.done.failures === 0 ? 0 : 1);

async function embedded() {
  const all = await Inspected.start('start', undefined, ENV);
  return {
    url: all.program.url,
    sample: async () => ({
      ...named('start', await all.sizes()),
      ...named('rows', sqliteTables(join(all.program.data_dir, 'backend2.db'))),
    }),
    stop: () => all.stop(),
  };
}

async function scaledOut() {
  const servers = await startServers();
  const start = (role: 'web' | 'worker' | 'scheduler') => Inspected.start(role, servers.backend, ENV);
  const web = await start('web');
  const worker = await start('worker');
  const scheduler = await start('scheduler');
  const redis = new Redis(servers.redis.url);
  return {
    url: web.program.url,
    sample: async () => ({
      ...named('web', await web.sizes()),
      ...named('worker', await worker.sizes()),
      ...named('scheduler', await scheduler.sizes()),
      'redis.memory_mb': Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1]) / 2 ** 20,
      ...named('rows', await mongoCollections(servers.mongod.url, 'backend2')),
    }),
    async stop() {
      redis.disconnect();
      for (const one of [web, worker, scheduler]) await one.stop();
      await servers.stop();
    },
  };
}

function named(name: string, sizes: object): Sample {
  return Object.fromEntries(Object.entries(sizes).map(([key, value]) => [`${name}.${key}`, value as number]));
}

function rounded(sample: Sample): Sample {
  return Object.fromEntries(Object.entries(sample).map(([key, value]) => [key, Math.round(value * 10) / 10]));
}

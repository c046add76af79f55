import { randomUUID } from 'node:crypto';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';

const JOBS_PER_ADD = 1_000;
const CONCURRENCY = 100;

/**
 * The reference for other benches: jobs per second of BullMQ alone. One process adds `jobs` jobs in bulk and, at the same time, executes
 * them with a handler that does nothing, 100 at a time. Nothing is kept in Redis.
 */
export async function measureRawBullmq(redis_url: string, jobs: number): Promise<number> {
  const connection = new Redis(redis_url, { maxRetriesPerRequest: null });
  const options = { connection, prefix: `bench-${randomUUID()}` };
  const queue = new Queue('raw', options);
  let processed = 0;
  const done = Promise.withResolvers<void>();
  const worker = new Worker(
    'raw',
    async () => {
      processed += 1;
      if (processed === jobs) done.resolve();
    },
    { ...options, connection: connection.duplicate(), concurrency: CONCURRENCY },
  );
  await Promise.all([queue.waitUntilReady(), worker.waitUntilReady()]);

  const start = performance.now();
  for (let from = 0; from < jobs; from += JOBS_PER_ADD) {
    const count = Math.min(JOBS_PER_ADD, jobs - from);
    const job = { name: 'item', data: {}, opts: { removeOnComplete: true, removeOnFail: true } };
    await queue.addBulk(Array.from({ length: count }, () => job));
  }
  await done.promise;
  const seconds = (performance.now() - start) / 1_000;

  const worker_connection = worker.opts.connection as Redis;
  await worker.close();
  worker_connection.disconnect();
  await queue.obliterate({ force: true });
  await queue.close();
  connection.disconnect();
  return jobs / seconds;
}

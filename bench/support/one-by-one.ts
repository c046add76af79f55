/** References for tasks of one item: queues to which 32 callers add jobs one by one while the same process executes them. */
import { randomUUID } from 'node:crypto';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { PgBoss } from 'pg-boss';

export const CALLERS = 32;
const WORKED_AT_ONCE = 100;
/** Number of loops that fetch and complete jobs. More loops or larger batches did not make pg-boss faster here. */
const FETCHERS = 4;
const FETCHED_AT_ONCE = 50;

/** Jobs per second of pg-boss, from the first `send` to the last `complete`, fetched without its polling pause. */
export class PgBossRate {
  readonly #boss: PgBoss;

  private constructor(boss: PgBoss) {
    this.#boss = boss;
  }

  static async start(url: string): Promise<PgBossRate> {
    const boss = new PgBoss({
      connectionString: url,
      max: CALLERS + FETCHERS,
      supervise: false,
      schedule: false,
    });
    boss.on('error', (error) => console.error(error));
    await boss.start();
    return new PgBossRate(boss);
  }

  async measure(jobs: number): Promise<number> {
    const queue = `q${randomUUID()}`;
    await this.#boss.createQueue(queue);
    let completed = 0;
    const fetchAll = async () => {
      while (completed < jobs) {
        const fetched = await this.#boss.fetch(queue, { batchSize: FETCHED_AT_ONCE });
        if (fetched.length === 0) continue;
        await this.#boss.complete(
          queue,
          fetched.map(({ id }) => id),
        );
        completed += fetched.length;
      }
    };
    const start = performance.now();
    await Promise.all([
      calls(jobs, async () => {
        await this.#boss.send(queue, {});
      }),
      ...Array.from({ length: FETCHERS }, fetchAll),
    ]);
    const seconds = (performance.now() - start) / 1_000;
    await this.#boss.deleteQueue(queue);
    return jobs / seconds;
  }

  stop(): Promise<void> {
    return this.#boss.stop({ graceful: false });
  }
}

/** Jobs per second of BullMQ, from the first `add` to the end of the last job, 100 at a time. */
export async function measureBullmqOneByOne(redis_url: string, jobs: number): Promise<number> {
  const connection = new Redis(redis_url, { maxRetriesPerRequest: null });
  const options = { connection, prefix: `bench-${randomUUID()}` };
  const queue = new Queue('one', options);
  const done = Promise.withResolvers<void>();
  let processed = 0;
  const worker = new Worker(
    'one',
    async () => {
      processed += 1;
      if (processed === jobs) done.resolve();
    },
    { ...options, connection: connection.duplicate(), concurrency: WORKED_AT_ONCE },
  );
  await Promise.all([queue.waitUntilReady(), worker.waitUntilReady()]);
  const start = performance.now();
  const about = { removeOnComplete: true, removeOnFail: true };
  await Promise.all([
    calls(jobs, async () => {
      await queue.add('item', {}, about);
    }),
    done.promise,
  ]);
  const seconds = (performance.now() - start) / 1_000;
  const worker_connection = worker.opts.connection as Redis;
  await worker.close();
  worker_connection.disconnect();
  await queue.obliterate({ force: true });
  await queue.close();
  connection.disconnect();
  return jobs / seconds;
}

/** Makes this many calls with 32 callers; each makes its next call as soon as the last one is answered. */
async function calls(count: number, call: () => Promise<void>): Promise<void> {
  let left = count;
  const caller = async () => {
    while (left > 0) {
      left -= 1;
      await call();
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
}

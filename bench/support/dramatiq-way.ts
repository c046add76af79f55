/**
 * The reference for the scaled-out mode: does what a FastAPI + Motor + Dramatiq backend does for each item, with the same drivers as
 * ours. Creation is one insert (status pending) and one message; the worker sets the status to processing, reports progress and sets
 * the status to completed, with one update each. Writes are acknowledged in the same way as ours.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { MongoClient, type MongoClientOptions } from 'mongodb';
import { newId } from '../../src/data/contracts/index.ts';

const CONCURRENCY = 100;
const MONGO: MongoClientOptions = { writeConcern: { w: 'majority', journal: true }, maxPoolSize: 50 };

interface Item {
  _id: string;
  status: string;
  progress: number;
  params: { count: number };
  result: unknown;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
}

const itemsOf = (client: MongoClient) => client.db('dramatiq').collection<Item>('items');

/** Items per second from the first insert to the last result. Creation is here and execution in another process, 100 at a time each. */
export async function measureDramatiqWay(
  mongodb_url: string,
  redis_url: string,
  items: number,
): Promise<number> {
  const client = await new MongoClient(mongodb_url, MONGO).connect();
  const connection = new Redis(redis_url, { maxRetriesPerRequest: null });
  const prefix = `dramatiq-${newId()}`;
  const queue = new Queue('items', { connection, prefix });
  await queue.waitUntilReady();
  const worker = fork(fileURLToPath(import.meta.url), [mongodb_url, redis_url, prefix, String(items)]);
  await once(worker, 'message');
  const done = once(worker, 'message');
  const start = performance.now();
  let left = items;
  const create = async () => {
    while (left > 0) {
      left -= 1;
      const _id = newId();
      await itemsOf(client).insertOne({
        _id,
        status: 'pending',
        progress: 0,
        params: { count: 1 },
        result: null,
        created_at: new Date().toISOString(),
        started_at: null,
        finished_at: null,
      });
      await queue.add('item', { id: _id }, { removeOnComplete: true, removeOnFail: true });
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, create));
  await done;
  const seconds = (performance.now() - start) / 1_000;
  const gone = once(worker, 'exit');
  worker.kill('SIGKILL');
  await gone;
  await queue.close();
  connection.disconnect();
  await client.close();
  return items / seconds;
}

if (import.meta.main) {
  const [mongodb_url, redis_url, prefix, count] = process.argv.slice(2) as [string, string, string, string];
  const items = itemsOf(await new MongoClient(mongodb_url, MONGO).connect());
  let left = Number(count);
  const worker = new Worker(
    'items',
    async ({ data: { id } }: { data: { id: string } }) => {
      const started_at = new Date().toISOString();
      await items.updateOne({ _id: id }, { $set: { status: 'processing', started_at } });
      await items.updateOne({ _id: id }, { $set: { progress: 50 } });
      const finished_at = new Date().toISOString();
      await items.updateOne(
        { _id: id },
        { $set: { status: 'completed', progress: 100, result: 0, finished_at } },
      );
      left -= 1;
      if (left === 0) process.send?.('done');
    },
    { connection: new Redis(redis_url, { maxRetriesPerRequest: null }), prefix, concurrency: CONCURRENCY },
  );
  await worker.waitUntilReady();
  process.send?.('ready');
}

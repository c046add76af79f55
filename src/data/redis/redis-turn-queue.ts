import { randomUUID } from 'node:crypto';
import { type BulkJobOptions, Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { type TurnQueue, type Turns, Unavailable } from '../contracts/index.ts';
import { type ConnectionLog, orUnavailable } from './connections.ts';
import { consumeTurns, type RedisTurnConsumer, type TurnJob } from './redis-turn-consumer.ts';
import { createTurnOrder, MAX_TAG } from './turn-order.ts';

const WHAT = 'Redis (turn queue)';
const QUEUE_NAME = 'turns';

/** Jobs added at a time; 1,000 keep Redis busy for about 30 ms. */
const JOBS_PER_ADD = 1_000;

interface NewJob {
  name: string;
  data: TurnJob;
  opts: BulkJobOptions;
}

interface Push {
  turns: Turns[];
  resolve(): void;
  reject(error: unknown): void;
}

export interface RedisTurnQueueOptions {
  /** A connection of kind `commands`. */
  redis: Redis;
  /** Opens the connection (of kind `waiting`) of a consumer. */
  connectConsumer(): Redis;
  /** Begins every key. */
  db_name: string;
  log?: ConnectionLog;
  /** The highest tag before the order starts again. */
  max_tag?: number;
}

/**
 * The turn queue on BullMQ: a turn is a job, its place in the order of owners is the job's priority. A delayed turn is put
 * in order only when its delay is over, and many of one owner are one job until then.
 */
export function createRedisTurnQueue(options: RedisTurnQueueOptions): TurnQueue {
  const { redis, db_name } = options;
  const queue = new Queue<TurnJob, void, string>(QUEUE_NAME, {
    connection: redis,
    prefix: db_name,
    skipVersionCheck: true,
    // Nobody reads BullMQ's events.
    streams: { events: { maxLen: 100 } },
  });
  // Losses are told by the connection, failed calls by their callers.
  queue.on('error', () => {});
  const prefix = `${db_name}:${QUEUE_NAME}`;
  const sentinel_key = `${prefix}:not-lost`;
  const order = createTurnOrder(redis, prefix, {
    holder: randomUUID(),
    prioritized_key: queue.toKey('prioritized'),
    max_tag: options.max_tag ?? MAX_TAG,
  });
  let pushes: Push[] = [];
  let sending: Promise<void> | null = null;
  let consumer: RedisTurnConsumer | null = null;
  let closed = false;
  let closing: Promise<void> | null = null;

  /** Sends what was pushed; what is pushed meanwhile travels together in the next round. */
  async function send(): Promise<void> {
    while (pushes.length > 0) {
      const round = pushes;
      pushes = [];
      try {
        await add(round.flatMap((push) => push.turns));
        for (const push of round) push.resolve();
      } catch (cause) {
        const error = new Unavailable(WHAT, { cause });
        for (const push of round) push.reject(error);
      }
    }
    sending = null;
  }

  async function add(turns: Turns[]): Promise<void> {
    const counts = new Map<string, number>();
    const jobs: NewJob[] = [];
    for (const { owner_id, count, delay_ms = 0 } of turns) {
      if (count <= 0) continue;
      if (delay_ms > 0) jobs.push({ name: owner_id, data: { count }, opts: { delay: Math.ceil(delay_ms) } });
      else counts.set(owner_id, (counts.get(owner_id) ?? 0) + count);
    }
    if (counts.size > 0) jobs.push(...(await inOrder(counts)));
    for (let from = 0; from < jobs.length; from += JOBS_PER_ADD) {
      await queue.addBulk(jobs.slice(from, from + JOBS_PER_ADD));
    }
    if (counts.size > 0) order.release().catch(() => {});
  }

  async function inOrder(counts: Map<string, number>): Promise<NewJob[]> {
    let starts = await order.assign(counts, false);
    if (!starts) {
      await startAgain();
      starts = (await order.assign(counts, true)) as number[];
    }
    const max_tag = options.max_tag ?? MAX_TAG;
    const jobs: (NewJob & { opts: { priority: number } })[] = [];
    let owner = 0;
    for (const [name, count] of counts) {
      const start = starts[owner++] as number;
      for (let i = 0; i < count; i++) {
        jobs.push({ name, data: {}, opts: { priority: Math.min(start + i, max_tag) } });
      }
    }
    // A small owner must not wait until a large one's turns are all added.
    return counts.size > 1 ? jobs.sort((a, b) => a.opts.priority - b.opts.priority) : jobs;
  }

  /**
   * The tags have run out, so the waiting turns are dropped and counted as lost. The sentinel goes last: turns pushed
   * again before the drain would be dropped with the old ones.
   */
  async function startAgain(): Promise<void> {
    await queue.drain();
    await order.reset();
    await redis.del(sentinel_key);
    options.log?.info('The turn queue starts its order again');
  }

  function push(turns: Turns[]): Promise<void> {
    if (closed) return Promise.reject(new Unavailable(WHAT));
    if (turns.length === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      pushes.push({ turns, resolve, reject });
      sending ??= Promise.resolve().then(send);
    });
  }

  async function close(): Promise<void> {
    // The consumer may still give turns back.
    await consumer?.end();
    closed = true;
    await sending;
    await queue.close().catch(() => {});
  }

  return {
    push,

    serve(places, take) {
      if (consumer?.running()) throw new Error('This turn queue has a consumer already');
      consumer = consumeTurns({
        redis: options.connectConsumer(),
        queue_name: QUEUE_NAME,
        prefix: db_name,
        places,
        take,
        giveBack: push,
        log: options.log,
      });
      return consumer;
    },

    async lostTurns() {
      return (await orUnavailable(WHAT, redis.set(sentinel_key, '1', 'NX'))) === 'OK';
    },

    async waiting() {
      return orUnavailable(WHAT, queue.getJobCountByTypes('waiting', 'prioritized'));
    },

    async ping() {
      if (closed) throw new Unavailable(WHAT);
      await orUnavailable(WHAT, redis.ping());
    },

    close() {
      closing ??= close();
      return closing;
    },
  };
}

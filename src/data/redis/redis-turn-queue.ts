import { randomUUID } from 'node:crypto';
import { type BulkJobOptions, Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { Batcher } from '../../runtime/batcher.ts';
import { type TurnQueue, type Turns, Unavailable } from '../contracts/index.ts';
import { orUnavailable, type RedisLog } from './connections.ts';
import { RedisTurnConsumer } from './redis-turn-consumer.ts';
import type { TurnJob } from './turn-job.ts';
import { MAX_TAG, TurnOrder } from './turn-order.ts';

const WHAT = 'Redis (turn queue)';

/** Jobs added at a time; 1,000 keep Redis busy for about 30 ms. */
const JOBS_PER_ADD = 1_000;
/** Pushes that travel together. */
const PUSHES_AT_ONCE = 10_000;
/** After how many seconds the key of a ping expires. */
const PROBE_S = 60;

interface NewJob {
  name: string;
  data: TurnJob;
  opts: BulkJobOptions;
}

export interface RedisTurnQueueOptions {
  /** A connection of kind `commands`. */
  redis: Redis;
  /** Opens the connection (of kind `waiting`) of a consumer. */
  connectConsumer(): Redis;
  /** The prefix of every key. */
  db_name: string;
  /** The name of the queue. Default `turns`. */
  name?: string;
  log: RedisLog;
  /** The highest tag before the order starts again. */
  max_tag?: number;
}

/**
 * The turn queue on BullMQ: a turn is a job, its place in the order of owners is the job's priority. A delayed turn is put
 * in order only when its delay is over, and many of one owner are one job until then.
 */
export class RedisTurnQueue implements TurnQueue {
  readonly #options: RedisTurnQueueOptions;
  readonly #max_tag: number;
  readonly #name: string;
  readonly #queue: Queue<TurnJob, void, string>;
  readonly #prefix: string;
  readonly #sentinel_key: string;
  readonly #order: TurnOrder;
  readonly #pushes: Batcher<Turns[], void>;
  #consumer: RedisTurnConsumer | null = null;
  #closed = false;
  #closing: Promise<void> | null = null;

  constructor(options: RedisTurnQueueOptions) {
    const { redis, db_name, name = 'turns', max_tag = MAX_TAG } = options;
    this.#name = name;
    this.#options = options;
    this.#max_tag = max_tag;
    this.#queue = new Queue<TurnJob, void, string>(name, {
      connection: redis,
      prefix: db_name,
      skipVersionCheck: true,
      // BullMQ's events are not used.
      streams: { events: { maxLen: 100 } },
    });
    // BullMQ passes on errors of the connection, which logs its losses itself; failed calls reject.
    this.#queue.on('error', () => undefined);
    this.#prefix = `${db_name}:${name}`;
    this.#sentinel_key = `${this.#prefix}:not-lost`;
    const prioritized_key = this.#queue.toKey('prioritized');
    this.#order = new TurnOrder(redis, this.#prefix, { holder: randomUUID(), prioritized_key, max_tag });
    this.#pushes = new Batcher({ most: PUSHES_AT_ONCE, run: (batch) => this.#send(batch) });
  }

  async push(turns: Turns[]): Promise<void> {
    if (this.#closed) throw new Unavailable(WHAT);
    if (turns.length > 0) await orUnavailable(WHAT, this.#pushes.add(turns));
  }

  serve(places: number, take: (owner_id: string) => Promise<void>): RedisTurnConsumer {
    if (this.#consumer?.running) throw new Error('This turn queue has a consumer already');
    const { connectConsumer, db_name, log } = this.#options;
    this.#consumer = new RedisTurnConsumer({
      redis: connectConsumer(),
      queue_name: this.#name,
      prefix: db_name,
      places,
      take,
      giveBack: (turns) => this.push(turns),
      log,
    });
    return this.#consumer;
  }

  async lostTurns(): Promise<boolean> {
    const set = await orUnavailable(WHAT, this.#options.redis.set(this.#sentinel_key, '1', 'NX'));
    return set === 'OK';
  }

  async waiting(): Promise<number> {
    return orUnavailable(WHAT, this.#queue.getJobCountByTypes('waiting', 'prioritized'));
  }

  /** A write, because a Redis server that is full, read-only or refuses its user still answers a PING. */
  async ping(): Promise<void> {
    if (this.#closed) throw new Unavailable(WHAT);
    await orUnavailable(WHAT, this.#options.redis.set(`${this.#prefix}:probe`, '1', 'EX', PROBE_S));
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    // The consumer may still return turns.
    await this.#consumer?.end();
    this.#closed = true;
    await this.#pushes.settled();
    try {
      await this.#queue.close();
    } catch (error) {
      // The connection is closed next in any case.
      this.#options.log.warn({ err: error }, 'the queue could not be closed properly');
    }
  }

  async #send(batch: Turns[][]): Promise<undefined[]> {
    await this.#add(batch.flat());
    return batch.map(() => undefined);
  }

  async #add(turns: Turns[]): Promise<void> {
    const counts = new Map<string, number>();
    const jobs: NewJob[] = [];
    for (const { owner_id, count, delay_ms = 0 } of turns) {
      if (count <= 0) continue;
      if (delay_ms > 0) jobs.push({ name: owner_id, data: { count }, opts: { delay: Math.ceil(delay_ms) } });
      else counts.set(owner_id, (counts.get(owner_id) ?? 0) + count);
    }
    if (counts.size > 0) jobs.push(...(await this.#inOrder(counts)));
    for (let from = 0; from < jobs.length; from += JOBS_PER_ADD) {
      await this.#queue.addBulk(jobs.slice(from, from + JOBS_PER_ADD));
    }
    if (counts.size > 0) await this.#order.release();
  }

  async #inOrder(counts: Map<string, number>): Promise<NewJob[]> {
    let starts = await this.#order.assign(counts, false);
    if (!starts) {
      await this.#startAgain();
      starts = (await this.#order.assign(counts, true)) ?? [];
    }
    const jobs: (NewJob & { opts: { priority: number } })[] = [];
    let owner = 0;
    for (const [name, count] of counts) {
      const start = starts[owner++] ?? this.#max_tag;
      for (let i = 0; i < count; i++) {
        jobs.push({ name, data: {}, opts: { priority: Math.min(start + i, this.#max_tag) } });
      }
    }
    // An owner with few turns must not wait until all turns of another owner are added.
    return counts.size > 1 ? jobs.sort((a, b) => a.opts.priority - b.opts.priority) : jobs;
  }

  /**
   * The tags have run out, so the waiting turns are dropped and counted as lost. The sentinel goes last: turns pushed
   * again before the drain would be dropped with the old ones.
   */
  async #startAgain(): Promise<void> {
    await this.#queue.drain();
    await this.#order.reset();
    await this.#options.redis.del(this.#sentinel_key);
    this.#options.log.info(
      {},
      'the queue was emptied because its order numbers ran out; waiting tasks are queued again',
    );
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import { type Job, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { ThrottledLog } from '../../runtime/throttled-log.ts';
import type { TurnConsumer, Turns } from '../contracts/index.ts';
import type { RedisLog } from './connections.ts';
import { readableJobsBackend } from './readable-jobs.ts';
import { readTurnJob, type TurnJob } from './turn-job.ts';

/** How long BullMQ may take to remove a job after its turn was served, when the queue closes, milliseconds. */
const REMOVE_MS = 500;

/** How long nothing is fetched after Redis has refused to hand out a turn, in milliseconds. */
const REFUSED_MS = 1_000;

export interface RedisTurnConsumerOptions {
  /** A connection of kind `waiting`, this consumer's own. */
  redis: Redis;
  queue_name: string;
  prefix: string;
  places: number;
  take(owner_id: string): Promise<void>;
  giveBack(turns: Turns[]): Promise<void>;
  log: RedisLog;
}

/** BullMQ's error for jobs in use after a flush. */
const FLUSHED = /missing (key|lock)|lock mismatch|renew lock/i;

/** BullMQ's worker without unhandled rejections. */
class TurnWorker extends Worker<TurnJob, void, string> {
  override async run(): Promise<void> {
    try {
      await super.run();
    } catch (error) {
      this.emit('error', error as Error);
    }
  }
}

/** Serves turns with a BullMQ worker that survives the loss of Redis, its refusals and foreign data in it. */
export class RedisTurnConsumer implements TurnConsumer {
  readonly #options: RedisTurnConsumerOptions;
  readonly #warnings: ThrottledLog;
  readonly #worker: TurnWorker;
  #paused = false;
  /** Set while Redis refuses to hand out turns: BullMQ itself would retry at once and indefinitely, blocking the event loop. */
  #refused: NodeJS.Timeout | null = null;
  #closed = false;
  #under_way = 0;
  /** May be too high after a flush, when nothing was left to remove, so it is used only for a short wait. */
  #not_removed = 0;
  #last_served_at = 0;
  #ending: Promise<void> | null = null;

  constructor(options: RedisTurnConsumerOptions) {
    this.#options = options;
    this.#warnings = new ThrottledLog(options.log);
    this.#worker = new TurnWorker(
      options.queue_name,
      (job) => this.#process(job),
      {
        connection: options.redis,
        prefix: options.prefix,
        concurrency: options.places,
        // A turn of a dead worker may be delivered again. That does no harm, because items have their own leases.
        lockDuration: 15_000,
        stalledInterval: 15_000,
        maxStalledCount: Number.MAX_SAFE_INTEGER,
        removeOnComplete: { count: 0 },
        removeOnFail: { count: 0 },
        runRetryDelay: 500,
      },
      readableJobsBackend,
    );
    const removed = () => {
      this.#not_removed -= 1;
    };
    this.#worker.on('completed', removed).on('failed', removed);
    this.#worker.on('error', (error) => this.#onError(error));
  }

  /** False once it was closed. */
  get running(): boolean {
    return !this.#closed;
  }

  pause(): void {
    if (this.#closed || this.#paused) return;
    this.#paused = true;
    this.#follow();
  }

  resume(): void {
    if (this.#closed || !this.#paused) return;
    this.#paused = false;
    this.#follow();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#follow();
    if (this.#under_way === 0) await this.end();
  }

  /** Closes it with its connections, without waiting for calls of `take` under way. */
  end(): Promise<void> {
    this.#ending ??= this.#end();
    return this.#ending;
  }

  async #process(job: Job<TurnJob, void, string>): Promise<void> {
    this.#under_way += 1;
    this.#not_removed += 1;
    try {
      const turns = readTurnJob(job.name, job.data);
      if (!turns)
        this.#warnings.warn(
          { job: String(job.id).slice(0, 100) },
          'a job in the queue was removed because it is not one of ours',
        );
      // A turn that was fetched while the consumer was being paused, or whose delay is over, gets a new place in the order.
      else if (this.#paused || this.#closed || turns.delayed) {
        await this.#options.giveBack([{ owner_id: turns.owner_id, count: turns.count }]);
      } else await this.#options.take(turns.owner_id);
    } finally {
      this.#under_way -= 1;
      this.#last_served_at = performance.now();
      if (this.#closed && this.#under_way === 0) void this.end();
    }
  }

  /** Pauses or resumes BullMQ's worker according to the modes. */
  #follow(): void {
    if (this.#paused || this.#closed || this.#refused) void this.#worker.pause(true);
    else void this.#worker.resume();
  }

  #onError(error: Error): void {
    if (FLUSHED.test(error.message)) return;
    // The connection logs its losses itself, and commands wait until it is back.
    const lost =
      this.#options.redis.status !== 'ready' || /conn|socket|closed|EPIPE|timed out/i.test(error.message);
    if (lost) return;
    this.#warnings.warn(
      { err: error },
      'Redis refused to hand out work from the queue; the worker tries again',
    );
    if (this.#closed || this.#refused) return;
    this.#refused = setTimeout(() => {
      this.#refused = null;
      this.#follow();
    }, REFUSED_MS).unref();
    this.#follow();
  }

  async #end(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#refused ?? undefined);
    const { redis, log } = this.#options;
    const limit = this.#last_served_at + REMOVE_MS;
    while (this.#not_removed > this.#under_way && redis.status === 'ready' && performance.now() < limit)
      await sleep(5);
    try {
      // Forced: otherwise, BullMQ waits for running calls, and indefinitely while Redis is unreachable.
      await this.#worker.close(true);
    } catch (error) {
      log.warn(
        { err: error },
        'the connection that takes work from the queue could not be closed properly and was cut',
      );
    }
    redis.disconnect();
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import { type Job, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { TurnConsumer, Turns } from '../contracts/index.ts';
import type { ConnectionLog } from './connections.ts';

/** How long BullMQ may take to remove a job after its turn was served, when the queue closes, milliseconds. */
const REMOVE_MS = 500;

/** The least time between two warnings, milliseconds. */
const WARN_EVERY_MS = 10_000;

/** A job's name is the owner's id. One with a count stands for so many turns whose delay runs. */
export interface TurnJob {
  count?: number;
}

export interface RedisTurnConsumer extends TurnConsumer {
  /** False once it was closed. */
  running(): boolean;
  /** Closes it with its connections, without waiting for calls of `take` under way. */
  end(): Promise<void>;
}

export interface ConsumeOptions {
  /** A connection of kind `waiting`, this consumer's own. */
  redis: Redis;
  queue_name: string;
  prefix: string;
  places: number;
  take(owner_id: string): Promise<void>;
  giveBack(turns: Turns[]): Promise<void>;
  log?: ConnectionLog;
}

/** Serves turns with a BullMQ worker that survives the loss of Redis. */
export function consumeTurns(options: ConsumeOptions): RedisTurnConsumer {
  const { redis, places, take, giveBack } = options;
  let paused = false;
  let closed = false;
  let under_way = 0;
  // Too high after a flush, when there was nothing left to remove: good for a short wait only.
  let not_removed = 0;
  let last_served_at = 0;
  let ending: Promise<void> | null = null;
  let warned_at = -WARN_EVERY_MS;

  async function process(job: Job<TurnJob, void, string>): Promise<void> {
    under_way += 1;
    not_removed += 1;
    try {
      // A turn fetched while the consumer was being paused, or one whose delay is over: it gets a new place in the order.
      if (paused || closed || job.data.count) {
        await giveBack([{ owner_id: job.name, count: job.data.count ?? 1 }]);
      } else {
        await take(job.name);
      }
    } finally {
      under_way -= 1;
      last_served_at = performance.now();
      if (closed && under_way === 0) void end();
    }
  }

  const worker = new Worker<TurnJob, void, string>(options.queue_name, process, {
    connection: redis,
    prefix: options.prefix,
    concurrency: places,
    // A turn of a dead worker may come again, and one too many does no harm: items have leases of their own.
    lockDuration: 15_000,
    stalledInterval: 15_000,
    maxStalledCount: Number.MAX_SAFE_INTEGER,
    removeOnComplete: { count: 0 },
    removeOnFail: { count: 0 },
    runRetryDelay: 500,
  });

  function removed(): void {
    not_removed -= 1;
  }

  worker.on('completed', removed);
  worker.on('failed', removed);
  worker.on('error', (error) => {
    // The connection tells losses itself; after a flush BullMQ complains of each job in hand.
    const lost = redis.status !== 'ready' || /conn|socket|closed|EPIPE|timed out/i.test(error.message);
    const expected = lost || /lock|Missing key/i.test(error.message);
    const now = performance.now();
    if (expected || now - warned_at < WARN_EVERY_MS) return;
    warned_at = now;
    options.log?.warn(`The turn queue's worker: ${error.stack}`);
  });

  function end(): Promise<void> {
    ending ??= (async () => {
      closed = true;
      const limit = last_served_at + REMOVE_MS;
      while (not_removed > under_way && redis.status === 'ready' && performance.now() < limit) await sleep(5);
      // By force: without it BullMQ waits for the calls under way, and for ever while Redis is away.
      await worker.close(true).catch(() => {});
      redis.disconnect();
    })();
    return ending;
  }

  return {
    pause() {
      if (closed || paused) return;
      paused = true;
      void worker.pause(true);
    },
    resume() {
      if (closed || !paused) return;
      paused = false;
      void worker.resume();
    },
    async close() {
      if (closed) return;
      closed = true;
      void worker.pause(true);
      if (under_way === 0) await end();
    },
    running: () => !closed,
    end,
  };
}

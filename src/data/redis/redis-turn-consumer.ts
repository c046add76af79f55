import type { Redis } from 'ioredis';
import { ThrottledLog } from '../../runtime/throttled-log.ts';
import type { TurnConsumer, Turns } from '../contracts/index.ts';
import type { RedisLog } from './connections.ts';
import type { TurnScripts } from './turn-scripts.ts';

/** How long a consumer waits to be woken before it looks by itself: its waking may be lost with a process that took it. */
const WAIT_S = 2;
/** How long nothing is taken after Redis has refused to hand out turns or was away. */
const REFUSED_MS = 1_000;
const AWAY_MS = 200;
/** Turns taken in one step. */
const MOST_TAKEN = 1_000;
/** The longest delay of a Node.js timer is about 24 days; consumers look much more often anyway. */
const LONGEST_TIMER_MS = 60_000;

export interface RedisTurnConsumerOptions {
  /** A connection of kind `commands`, on which turns are taken. */
  redis: Redis;
  /** A connection of kind `waiting`, this consumer's own. */
  waiting: Redis;
  scripts: TurnScripts;
  places: number;
  take(owner_id: string): Promise<void>;
  giveBack(turns: Turns[]): Promise<void>;
  log: RedisLog;
}

/**
 * Takes as many turns at a time as places are free. While the queue is empty, it waits for the token that a push leaves in Redis; the one
 * who gets it leaves it again if turns are left for others.
 */
export class RedisTurnConsumer implements TurnConsumer {
  readonly #options: RedisTurnConsumerOptions;
  readonly #warnings: ThrottledLog;
  #active = 0;
  #paused = false;
  #closed = false;
  /** Turns were left in the queue when it was last looked at. */
  #more = false;
  #looking: Promise<void> | null = null;
  #look_again = false;
  #look_scheduled = false;
  /** For the first delayed turns. */
  #due: NodeJS.Timeout | undefined;
  /** Resolves when turns may be taken again, or at the end. */
  #changed = Promise.withResolvers<void>();

  constructor(options: RedisTurnConsumerOptions) {
    this.#options = options;
    this.#warnings = new ThrottledLog(options.log);
    void this.#waitForTurns();
  }

  /** False once it was closed. */
  get running(): boolean {
    return !this.#closed;
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#placesAreFree();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#more = false;
    clearTimeout(this.#due);
    this.#changed.resolve();
    this.#options.waiting.disconnect();
    await this.#looking;
    // The token may have been on its way to this consumer.
    if (this.#options.redis.status === 'ready') await this.#look();
  }

  get #free(): number {
    return this.#paused || this.#closed ? 0 : this.#options.places - this.#active;
  }

  async #waitForTurns(): Promise<void> {
    const { waiting, scripts } = this.#options;
    while (!this.#closed) {
      if (this.#free === 0) {
        this.#changed = Promise.withResolvers();
        await this.#changed.promise;
        continue;
      }
      try {
        await waiting.bzpopmin(scripts.wake_key, WAIT_S);
      } catch (error) {
        await this.#failed(error as Error);
      }
      if (!this.#closed) await this.#look();
    }
  }

  /** Later in this turn of the event loop, so that places that become free together are filled together. */
  #placesAreFree(): void {
    if (this.#free === 0 || this.#look_scheduled) return;
    this.#changed.resolve();
    if (!this.#more) return;
    this.#look_scheduled = true;
    setImmediate(() => {
      this.#look_scheduled = false;
      if (!this.#closed) void this.#look();
    });
  }

  #look(): Promise<void> {
    this.#look_again = true;
    this.#looking ??= this.#takeTurns().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  async #takeTurns(): Promise<void> {
    while (this.#look_again) {
      this.#look_again = false;
      try {
        await this.#takeOnce();
      } catch (error) {
        await this.#failed(error as Error);
        // Whatever was the matter, the places are still free.
        this.#look_again = this.#more && this.#free > 0;
      }
    }
  }

  async #takeOnce(): Promise<void> {
    const { turns, more, next_ms } = await this.#options.scripts.take(Math.min(this.#free, MOST_TAKEN));
    this.#more = more;
    this.#waitUntilDue(next_ms);
    for (const { owner_id, count } of turns) await this.#use(owner_id, count);
    // Places became free in the meantime.
    if (more && this.#free > 0) this.#look_again = true;
  }

  async #use(owner_id: string, count: number): Promise<void> {
    const usable = Math.min(count, this.#free);
    for (let i = 0; i < usable; i += 1) {
      this.#active += 1;
      const ended = () => {
        this.#active -= 1;
        this.#placesAreFree();
      };
      this.#options.take(owner_id).then(ended, ended);
    }
    // The consumer was paused or closed meanwhile; these turns get a new place in the order.
    if (usable < count) await this.#options.giveBack([{ owner_id, count: count - usable }]);
  }

  #waitUntilDue(next_ms: number | null): void {
    clearTimeout(this.#due);
    if (next_ms === null || this.#closed) return;
    // A moment later: the clock of Redis counts, in whole milliseconds.
    const wait_ms = Math.min(next_ms + 1, LONGEST_TIMER_MS);
    this.#due = setTimeout(() => void this.#look(), wait_ms).unref();
  }

  async #failed(error: Error): Promise<void> {
    if (this.#closed) return;
    // The connection logs its losses itself.
    const { status } = this.#options.redis;
    const lost = status !== 'ready' || /conn|socket|closed|EPIPE|timed out|writeable/i.test(error.message);
    if (!lost)
      this.#warnings.warn(
        { err: error },
        'Redis refused to hand out work from the queue; the worker tries again',
      );
    const { promise, resolve } = Promise.withResolvers<void>();
    setTimeout(resolve, lost ? AWAY_MS : REFUSED_MS).unref();
    await promise;
  }
}

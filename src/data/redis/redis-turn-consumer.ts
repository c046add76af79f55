import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { ThrottledLog } from '../../runtime/throttled-log.ts';
import { untilDone } from '../../runtime/until-done.ts';
import type { SentItems, TurnConsumer, Turns } from '../contracts/index.ts';
import { BLOCK_S, type RedisLog } from './connections.ts';
import { isWrongType } from './foreign-keys.ts';
import { OfferedPlaces } from './offered-places.ts';
import { SentChannel, sentChannel } from './sent-items.ts';
import type { Offering, TakenTurns, TurnScripts } from './turn-scripts.ts';

/** Milliseconds without an attempt after Redis has refused to hand out turns or was unreachable. */
const REFUSED_MS = 1_000;
const AWAY_MS = 200;
/** Maximum number of turns taken in one step. */
const MOST_TAKEN = 1_000;
/** How long an offer of idle places is valid. A consumer checks the queue more often than this and renews it. */
const OFFER_MS = 3_000;
/** The longest delay of a Node.js timer is about 24 days; consumers look much more often anyway. */
const LONGEST_TIMER_MS = 60_000;

export interface RedisTurnConsumerOptions {
  /** A connection of kind `commands`, on which turns are taken. */
  redis: Redis;
  /** A connection of kind `waiting`, for this consumer alone. */
  waiting: Redis;
  /** A connection of kind `events`, which others use as well. */
  subscriber: Redis;
  channel_prefix: string;
  scripts: TurnScripts;
  places: number;
  take(owner_id: string): Promise<void>;
  giveBack(turns: Turns[]): Promise<void>;
  /** Makes it known that turns may be missing, because a step that takes turns had no answer. */
  missed(): Promise<void>;
  /** Deletes keys with another type; true if there were any. */
  dropForeign(): Promise<boolean>;
  log: RedisLog;
}

/** What a consumer needs to offer its idle places. */
interface Offers {
  consumer: string;
  sent: SentItems;
  channel: SentChannel;
  places: OfferedPlaces;
}

/**
 * Takes as many turns at a time as places are free, and offers the places that remain. While the queue is empty, it waits for the token
 * that a push leaves in Redis. The consumer that gets the token puts it back if turns are left for others.
 */
export class RedisTurnConsumer implements TurnConsumer {
  readonly #options: RedisTurnConsumerOptions;
  readonly #warnings: ThrottledLog;
  #active = 0;
  #paused = false;
  #closed = false;
  /** Turns were left in the queue when it was last checked. */
  #more = false;
  /** A step that takes turns had no answer: Redis may have done it. */
  #may_miss = false;
  #looking: Promise<void> | null = null;
  #look_again = false;
  #look_scheduled = false;
  /** The timer for the first delayed turns. */
  #due: NodeJS.Timeout | undefined;
  #offers: Offers | null = null;
  /** Resolves when turns may be taken again, or when the consumer is closed. */
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

  offer(sent: SentItems): void {
    const { subscriber, channel_prefix } = this.#options;
    const consumer = randomUUID();
    const channel = new SentChannel({
      subscriber,
      channel: sentChannel(channel_prefix, consumer),
      receive: (offers, text) => this.#receive(offers, text),
      changed: (open) => {
        if (!open) sent.lost();
        void this.#look();
      },
    });
    this.#offers = { consumer, sent, channel, places: new OfferedPlaces(() => sent.lost()) };
  }

  pause(): void {
    this.#paused = true;
    if (this.#offers && this.#offers.places.unused > 0) void this.#look();
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
    await this.#offers?.channel.close();
  }

  /** Never negative, although items may arrive for places that already count as idle again. */
  get #free(): number {
    return this.#paused || this.#closed ? 0 : Math.max(0, this.#options.places - this.#active);
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
        // After this time it checks by itself: the token may be lost with the process that took it.
        await waiting.bzpopmin(scripts.wake_key, BLOCK_S);
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
    if (this.#more || this.#mayOfferMore) this.#lookSoon();
  }

  #lookSoon(): void {
    if (this.#look_scheduled) return;
    this.#look_scheduled = true;
    setImmediate(() => {
      this.#look_scheduled = false;
      if (!this.#closed) void this.#look();
    });
  }

  /**
   * Only if the offer becomes a third larger: a check for each place that becomes idle would cost more than it gains. If others used up the
   * offer before it is renewed, their new tasks would queue, and a stream of them would go on through the queue, which costs a write more.
   */
  get #mayOfferMore(): boolean {
    if (!this.#offers?.channel.open) return false;
    const { unused, promised } = this.#offers.places;
    return this.#free - promised - unused > unused / 3;
  }

  #receive(offers: string[], text: string | null): void {
    if (!this.#offers) return;
    const { places, sent } = this.#offers;
    for (const offer of offers) places.used(offer);
    if (text !== null) for (const item of sent.take(text)) this.#occupied(item);
    if (this.#mayOfferMore) this.#lookSoon();
  }

  /** Until `free` resolves. */
  #occupied(free: Promise<void>): void {
    this.#active += 1;
    const ended = () => {
      this.#active -= 1;
      this.#placesAreFree();
    };
    free.then(ended, ended);
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
        // Whatever failed, the places are still free.
        this.#look_again = this.#more && this.#free > 0;
      }
    }
  }

  async #takeOnce(): Promise<void> {
    if (this.#may_miss) await this.#options.missed();
    this.#may_miss = this.#free > 0;
    const { turns, more, next_ms } = await this.#takeAndOffer();
    this.#may_miss = false;
    this.#more = more;
    this.#waitUntilDue(next_ms);
    for (const { owner_id, count } of turns) await this.#use(owner_id, count);
    // Places became free in the meantime.
    if (more && this.#free > 0) this.#look_again = true;
  }

  async #takeAndOffer(): Promise<TakenTurns> {
    const { scripts } = this.#options;
    if (!this.#offers) return scripts.take(Math.min(this.#free, MOST_TAKEN));
    const { places } = this.#offers;
    const wanted = Math.max(0, Math.min(this.#free - places.promised, MOST_TAKEN));
    const offering = this.#offering(this.#offers);
    try {
      const taken = await scripts.take(wanted, offering);
      places.replaced(taken.promised, taken.offered);
      return taken;
    } catch (error) {
      places.failed();
      throw error;
    }
  }

  #offering({ consumer, sent, channel, places }: Offers): Offering {
    const { unused } = places;
    const id = places.replacing();
    const offers = channel.open && this.#free > 0;
    const offer = { id, ms: OFFER_MS, worker_id: sent.worker_id(), refuses: sent.refuses() };
    return { consumer, unused, offer: offers ? offer : null };
  }

  async #use(owner_id: string, count: number): Promise<void> {
    const usable = Math.min(count, this.#free);
    for (let i = 0; i < usable; i += 1) this.#occupied(this.#options.take(owner_id));
    // The consumer was paused or closed meanwhile; these turns get a new place in the order.
    if (usable < count) await this.#giveBack([{ owner_id, count: count - usable }]);
  }

  /** While Redis cannot be reached, there is nothing else to take either. */
  #giveBack(turns: Turns[]): Promise<void> {
    const goesOn = () => !this.#closed;
    return untilDone(() => this.#options.giveBack(turns), { ms: AWAY_MS, goesOn });
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
    if (isWrongType(error)) {
      try {
        if (await this.#options.dropForeign()) return;
      } catch (again) {
        const text = 'keys in Redis that another program wrote could not be deleted; the worker tries again';
        this.#warnings.warn({ err: again }, text);
      }
    }
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

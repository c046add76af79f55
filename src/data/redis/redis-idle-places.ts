import type { Redis } from 'ioredis';
import { Batcher } from '../../runtime/batcher.ts';
import { ThrottledLog } from '../../runtime/throttled-log.ts';
import type { IdlePlace, IdlePlaces } from '../contracts/index.ts';
import type { RedisLog } from './connections.ts';
import { sentChannel, sentText } from './sent-items.ts';
import type { TurnScripts } from './turn-scripts.ts';

/** Nobody who creates a task waits longer than this for a place. */
const MOST_WAIT_MS = 500;
/** How long no place is asked for after that. */
const PAUSE_MS = 2_000;
const MOST = 200;

interface Sent {
  place: IdlePlace;
  item: string | null;
}

export interface RedisIdlePlacesOptions {
  /** A connection of kind `commands`. */
  redis: Redis;
  scripts: TurnScripts;
  channel_prefix: string;
  log: RedisLog;
}

/** The idle places that consumers of one queue offer. What is asked for, and sent, at the same time travels together. */
export class RedisIdlePlaces implements IdlePlaces {
  readonly #options: RedisIdlePlacesOptions;
  readonly #warnings: ThrottledLog;
  readonly #asked: Batcher<string, IdlePlace | null>;
  readonly #sent: Batcher<Sent, boolean | null>;
  #ask_again_at = 0;

  constructor(options: RedisIdlePlacesOptions) {
    this.#options = options;
    this.#warnings = new ThrottledLog(options.log);
    this.#asked = new Batcher({ run: (owners) => this.#takeSoon(owners), most: MOST, at_once: 8 });
    this.#sent = new Batcher({ run: (sent) => this.#sendAll(sent), most: MOST, at_once: 64 });
  }

  async take(owner_id: string): Promise<IdlePlace | null> {
    if (this.#options.redis.status !== 'ready' || performance.now() < this.#ask_again_at) return null;
    return this.#asked.add(owner_id);
  }

  send(place: IdlePlace, item: string): Promise<boolean | null> {
    return this.#sent.add({ place, item });
  }

  giveBack(place: IdlePlace): void {
    void this.#sent.add({ place, item: null });
  }

  async settled(): Promise<void> {
    await this.#sent.settled();
  }

  async #takeSoon(owners: string[]): Promise<(IdlePlace | null)[]> {
    const { promise: too_late, resolve } = Promise.withResolvers<null>();
    const timer = setTimeout(() => resolve(null), MOST_WAIT_MS);
    try {
      const places = this.#takeAll(owners);
      const soon = await Promise.race([places, too_late]);
      if (soon) return soon;
      this.#ask_again_at = performance.now() + PAUSE_MS;
      void places.then((late) => {
        for (const place of late) if (place) this.giveBack(place);
      });
    } finally {
      clearTimeout(timer);
    }
    return owners.map(() => null);
  }

  async #takeAll(owners: string[]): Promise<(IdlePlace | null)[]> {
    const counts = new Map<string, number>();
    for (const owner_id of owners) counts.set(owner_id, (counts.get(owner_id) ?? 0) + 1);
    const wanted = [...counts].map(([owner_id, count]) => ({ owner_id, count }));
    try {
      const places = await this.#options.scripts.takePlaces(wanted);
      const by_owner = new Map(wanted.map(({ owner_id }, at) => [owner_id, places[at] ?? []]));
      return owners.map((owner_id) => by_owner.get(owner_id)?.pop() ?? null);
    } catch (error) {
      this.#failed(error);
      return owners.map(() => null);
    }
  }

  async #sendAll(batch: Sent[]): Promise<(boolean | null)[]> {
    const { redis, channel_prefix } = this.#options;
    const arrived = new Map<string, boolean | null>();
    const publications = redis.pipeline();
    const groups = [...Map.groupBy(batch, ({ place }) => place.consumer)];
    for (const [consumer, sent] of groups)
      publications.publish(sentChannel(channel_prefix, consumer), sentText(sent));
    try {
      const answers = (await publications.exec()) ?? [];
      for (const [at, [consumer]] of groups.entries()) {
        const [error, receivers] = answers[at] ?? [null, null];
        if (error) this.#failed(error);
        arrived.set(consumer, typeof receivers === 'number' ? receivers > 0 : null);
      }
    } catch (error) {
      this.#failed(error);
    }
    return batch.map(({ place }) => arrived.get(place.consumer) ?? null);
  }

  #failed(error: unknown): void {
    // The connection logs its losses itself.
    if (this.#options.redis.status === 'ready')
      this.#warnings.warn(
        { err: error },
        'Redis refused to give new tasks to workers directly; they wait in the queue',
      );
  }
}

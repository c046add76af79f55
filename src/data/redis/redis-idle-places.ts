import type { Redis } from 'ioredis';
import { Batcher } from '../../runtime/batcher.ts';
import { ThrottledLog } from '../../runtime/throttled-log.ts';
import type { IdlePlace, IdlePlaces, SentMessage } from '../contracts/index.ts';
import type { RedisLog } from './connections.ts';
import { sentChannel, sentText } from './sent-items.ts';
import type { TurnScripts } from './turn-scripts.ts';

/** The creation of a task waits no longer than this for a place. */
const MOST_WAIT_MS = 500;
/** After such a timeout, no place is requested for this long. */
const PAUSE_MS = 2_000;
const MOST = 200;

export interface RedisIdlePlacesOptions {
  /** A connection of kind `commands`. */
  redis: Redis;
  scripts: TurnScripts;
  channel_prefix: string;
  log: RedisLog;
}

/** Takes the idle places that consumers of one queue offer. Requests made at the same time travel together. */
export class RedisIdlePlaces implements IdlePlaces {
  readonly #options: RedisIdlePlacesOptions;
  readonly #warnings: ThrottledLog;
  readonly #asked: Batcher<string, IdlePlace | null>;
  readonly #given_back: Batcher<IdlePlace, boolean | null>;
  #ask_again_at = 0;

  constructor(options: RedisIdlePlacesOptions) {
    this.#options = options;
    this.#warnings = new ThrottledLog(options.log);
    this.#asked = new Batcher({ run: (owners) => this.#takeSoon(owners), most: MOST, at_once: 8 });
    const giveBack = (places: IdlePlace[]) =>
      this.send(places.map((place) => ({ places: [place], text: '' })));
    this.#given_back = new Batcher({ run: giveBack, most: MOST, at_once: 64 });
  }

  async take(owner_id: string): Promise<IdlePlace | null> {
    if (this.#options.redis.status !== 'ready' || performance.now() < this.#ask_again_at) return null;
    return this.#asked.add(owner_id);
  }

  async send(messages: SentMessage[]): Promise<(boolean | null)[]> {
    const { redis, channel_prefix } = this.#options;
    const publications = redis.pipeline();
    for (const message of messages)
      publications.publish(sentChannel(channel_prefix, message.places[0]?.consumer ?? ''), sentText(message));
    try {
      const answers = (await publications.exec()) ?? [];
      return messages.map((_, at) => {
        const [error, receivers] = answers[at] ?? [null, null];
        if (error) this.#failed(error);
        return typeof receivers === 'number' ? receivers > 0 : null;
      });
    } catch (error) {
      this.#failed(error);
      return messages.map(() => null);
    }
  }

  giveBack(place: IdlePlace): void {
    void this.#given_back.add(place);
  }

  async settled(): Promise<void> {
    await this.#given_back.settled();
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

  #failed(error: unknown): void {
    // The connection logs its losses itself.
    if (this.#options.redis.status === 'ready')
      this.#warnings.warn(
        { err: error },
        'Redis refused to give new tasks to workers directly; they wait in the queue',
      );
  }
}

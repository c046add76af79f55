import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { Batcher } from '../../runtime/batcher.ts';
import { ThrottledLog } from '../../runtime/throttled-log.ts';
import { TopicListeners } from '../../runtime/topic-listeners.ts';
import { type BusMessages, type EventBus, Unavailable } from '../contracts/index.ts';
import { readMessages } from './bus-message.ts';
import { orUnavailable, type RedisLog } from './connections.ts';

type Topic = keyof BusMessages;

/** The most messages in one publication: about 200 KB, so that no publication blocks Redis for long. */
const MESSAGES_PER_PUBLICATION = 500;
const PUBLICATIONS_AT_ONCE = 64;
const RESUBSCRIBE_MS = 1_000;
/** A publisher may reconnect to Redis a little later than this subscriber: its messages until then are missed as well. */
const PUBLISHERS_BACK_MS = 3_000;
/** How long the message of a ping may take to arrive. */
const PING_MS = 2_000;
/** How long somebody waits for a new subscription to take effect. */
const SUBSCRIBE_MS = 1_000;
const WHAT = 'Redis (events)';

export interface RedisEventBusOptions {
  /** Publishes; a connection of kind `commands`. */
  commands: Redis;
  /** Subscribes; a separate connection of kind `events`. */
  subscriber: Redis;
  /** The prefix of every channel. */
  prefix: string;
  log: RedisLog;
}

/**
 * Carries messages over Redis pub/sub, one channel per topic. What is published in one turn of the event loop travels
 * as one JSON list. The subscriber is subscribed again here after a loss: what ioredis does of its own accord gives up,
 * and ends the process, when Redis refuses once.
 */
export class RedisEventBus implements EventBus {
  readonly #options: RedisEventBusOptions;
  readonly #listeners: TopicListeners<BusMessages>;
  readonly #warnings: ThrottledLog;
  readonly #outgoing: Batcher<[Topic, string], void>;
  readonly #gap_listeners = new Set<() => void>();
  /** Pings of this process come back on a separate channel. */
  readonly #ping_channel: string;
  readonly #pings = new Map<string, () => void>();
  #subscribing: Promise<unknown> = Promise.resolve();
  #again: NodeJS.Timeout | undefined;
  #late: NodeJS.Timeout | undefined;
  #closed = false;
  readonly #onMessage = (channel: string, text: string) => this.#receive(channel, text);
  readonly #onReady = () => void this.#resubscribe();

  constructor(options: RedisEventBusOptions) {
    this.#options = options;
    this.#ping_channel = `${options.prefix}:ping:${randomUUID()}`;
    this.#warnings = new ThrottledLog(options.log);
    this.#listeners = new TopicListeners((error, topic) =>
      options.log.warn(
        { err: error, topic },
        'an event from Redis could not be processed; other events are not affected',
      ),
    );
    this.#outgoing = new Batcher({
      most: MESSAGES_PER_PUBLICATION,
      at_once: PUBLICATIONS_AT_ONCE,
      run: (batch) => this.#send(batch),
    });
    options.subscriber.on('message', this.#onMessage).on('ready', this.#onReady);
    void this.#subscribeToAll();
  }

  publish<K extends Topic>(topic: K, message: BusMessages[K]): void {
    if (this.#closed || this.#options.commands.status !== 'ready') return;
    void this.#outgoing.add([topic, JSON.stringify(message)]);
  }

  subscribe<K extends Topic>(topic: K, listener: (message: BusMessages[K]) => void): () => void {
    const is_new = !this.#listeners.has(topic);
    const end = this.#listeners.add(topic, listener);
    if (is_new) this.#subscribing = this.#subscribeToAll();
    return () => {
      if (!this.#listeners.has(topic)) return;
      end();
      if (!this.#listeners.has(topic)) void this.#unsubscribe(topic);
    };
  }

  async subscribed(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    let is_late = false;
    const timer = setTimeout(() => {
      is_late = true;
      resolve();
    }, SUBSCRIBE_MS);
    void this.#subscribing.then(() => {
      if (is_late) return this.#tellOfGap();
      clearTimeout(timer);
      resolve();
    });
    await promise;
  }

  onGap(listener: () => void): () => void {
    this.#gap_listeners.add(listener);
    return () => void this.#gap_listeners.delete(listener);
  }

  /** Sends a message to itself: a Redis user without access to channels can do everything else. */
  async ping(): Promise<void> {
    const id = randomUUID();
    const { promise: arrived, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(
      () =>
        reject(new Unavailable(WHAT, { cause: new Error('a message that was published did not arrive') })),
      PING_MS,
    );
    this.#pings.set(id, resolve);
    try {
      await orUnavailable(WHAT, this.#options.subscriber.subscribe(this.#ping_channel));
      await orUnavailable(WHAT, this.#options.commands.publish(this.#ping_channel, id));
      await arrived;
    } finally {
      clearTimeout(timer);
      this.#pings.delete(id);
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#outgoing.settled();
    this.#listeners.clear();
    clearTimeout(this.#again);
    clearTimeout(this.#late);
    this.#options.subscriber.off('message', this.#onMessage).off('ready', this.#onReady);
  }

  #channelOf(topic: Topic): string {
    return `${this.#options.prefix}:${topic}`;
  }

  /** At most once: messages that cannot be sent now are lost, and code that needs them reads the store. */
  async #send(batch: [Topic, string][]): Promise<undefined[]> {
    const publications = this.#options.commands.pipeline();
    for (const [topic, messages] of Map.groupBy(batch, ([topic]) => topic)) {
      publications.publish(this.#channelOf(topic), `[${messages.map(([, text]) => text).join(',')}]`);
    }
    try {
      const refused = (await publications.exec())?.find(([error]) => error)?.[0];
      if (refused)
        this.#warnings.warn(
          { err: refused },
          'Redis refused to publish events; open event streams miss them',
        );
    } catch (error) {
      // The connection logs its losses itself.
      if (this.#options.commands.status === 'ready')
        this.#warnings.warn(
          { err: error },
          'events could not be published to Redis; open event streams miss them',
        );
    }
    return batch.map(() => undefined);
  }

  #receive(channel: string, text: string): void {
    if (channel === this.#ping_channel) {
      this.#pings.get(text)?.();
      return;
    }
    const topic = this.#listeners.topics.find((one) => this.#channelOf(one) === channel);
    if (topic) this.#deliver(topic, text);
  }

  #deliver<K extends Topic>(topic: K, text: string): void {
    const { messages, unreadable } = readMessages(topic, text);
    if (unreadable > 0)
      this.#warnings.warn(
        { topic, unreadable },
        'unreadable messages on an event channel of Redis were ignored',
      );
    for (const message of messages) this.#listeners.deliver(topic, message);
  }

  async #resubscribe(): Promise<void> {
    if (!(await this.#subscribeToAll())) return;
    this.#tellOfGap();
    clearTimeout(this.#late);
    this.#late = setTimeout(() => this.#tellOfGap(), PUBLISHERS_BACK_MS).unref();
  }

  #tellOfGap(): void {
    for (const listener of this.#gap_listeners) listener();
  }

  /** True if Redis accepted it. */
  async #subscribeToAll(): Promise<boolean> {
    clearTimeout(this.#again);
    const { subscriber } = this.#options;
    const channels = this.#listeners.topics.map((topic) => this.#channelOf(topic));
    if (this.#closed || channels.length === 0 || subscriber.status !== 'ready') return false;
    try {
      await subscriber.subscribe(...channels);
      return true;
    } catch (error) {
      this.#warnings.warn(
        { err: error },
        'Redis refused the subscription to events; the process tries again',
      );
      this.#again = setTimeout(() => void this.#resubscribe(), RESUBSCRIBE_MS).unref();
      return false;
    }
  }

  async #unsubscribe(topic: Topic): Promise<void> {
    try {
      await this.#options.subscriber.unsubscribe(this.#channelOf(topic));
    } catch (error) {
      // Further messages reach no listener, and a new connection does not subscribe again.
      this.#options.log.info(
        { err: error, topic },
        'a subscription to events in Redis could not be ended; its messages are ignored',
      );
    }
  }
}

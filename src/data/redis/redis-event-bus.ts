import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { Batcher } from '../../runtime/batcher.ts';
import { ThrottledLog } from '../../runtime/throttled-log.ts';
import { TopicListeners } from '../../runtime/topic-listeners.ts';
import { type BusMessages, type EventBus, Unavailable } from '../contracts/index.ts';
import { orUnavailable, type RedisLog } from './connections.ts';
import { ReceivedMessages } from './received-messages.ts';
import { UnheardMessages } from './unheard-messages.ts';

type Topic = keyof BusMessages;

/** Maximum number of messages in one publication: about 200 KB, so that none blocks Redis for long. */
const MESSAGES_PER_PUBLICATION = 500;
/** Longer lists are cut, so that receivers can bound what they read. */
const PUBLICATION_LENGTH = 262_144;
const PUBLICATIONS_AT_ONCE = 64;
const RESUBSCRIBE_MS = 1_000;
/** A publisher may reconnect to Redis a little later than this subscriber: its messages until then are missed as well. */
const PUBLISHERS_BACK_MS = 3_000;
/** How long the message of a ping may take to arrive. */
const PING_MS = 2_000;
/**
 * How often the listening connection requests an answer from Redis. Without an answer, it is closed and opened again: a connection that a
 * firewall or a crashed machine has cut silently would otherwise stay silent for hours.
 */
const ASK_MS = 5_000;
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
  /** Shorter times, for tests. */
  ping_ms?: number;
  ask_ms?: number;
  log: RedisLog;
}

/**
 * Carries messages over Redis pub/sub, one channel per topic. What is published in one turn of the event loop travels
 * as one JSON list. After a lost connection, the subscriptions are made again here, because
 * ioredis itself would give up and end the process if Redis refused once.
 */
export class RedisEventBus implements EventBus {
  readonly #options: RedisEventBusOptions;
  readonly #listeners: TopicListeners<BusMessages>;
  readonly #received: ReceivedMessages;
  readonly #warnings: ThrottledLog;
  readonly #outgoing: Batcher<[Topic, string], void>;
  /** Of the topics whose messages nobody needs later: a listener reads the store first. */
  readonly #unheard: { [K in Topic]?: UnheardMessages<BusMessages[K]> };
  readonly #gap_listeners = new Set<() => void>();
  /** Pings of this process come back on a separate channel. */
  readonly #ping_channel: string;
  readonly #pings = new Map<string, () => void>();
  #subscribing: Promise<unknown> = Promise.resolve();
  #again: NodeJS.Timeout | undefined;
  #late: NodeJS.Timeout | undefined;
  #closed = false;
  readonly #asking: NodeJS.Timeout;
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
    this.#received = new ReceivedMessages(this.#listeners, options.log);
    this.#outgoing = new Batcher({
      most: MESSAGES_PER_PUBLICATION,
      at_once: PUBLICATIONS_AT_ONCE,
      run: (batch) => this.#send(batch),
    });
    this.#unheard = {
      task: new UnheardMessages({
        listeners: () => this.#listenersOf('task'),
        send: (message) => this.#add('task', message),
      }),
    };
    options.subscriber.on('message', this.#onMessage).on('ready', this.#onReady);
    this.#asking = setInterval(() => void this.#ask(), options.ask_ms ?? ASK_MS).unref();
    void this.#subscribeToAll();
  }

  publish<K extends Topic>(topic: K, message: BusMessages[K]): void {
    if (this.#closed || this.#options.commands.status !== 'ready') return;
    if (!this.#unheard[topic]?.hold(message)) this.#add(topic, message);
  }

  #add<K extends Topic>(topic: K, message: BusMessages[K]): void {
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
      this.#options.ping_ms ?? PING_MS,
    );
    this.#pings.set(id, resolve);
    try {
      // A silent server does not answer commands either.
      await Promise.race([arrived, this.#publishPing(id).then(() => arrived)]);
    } finally {
      clearTimeout(timer);
      this.#pings.delete(id);
    }
  }

  async #publishPing(id: string): Promise<void> {
    await orUnavailable(WHAT, this.#options.subscriber.subscribe(this.#ping_channel));
    await orUnavailable(WHAT, this.#options.commands.publish(this.#ping_channel, id));
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const held of Object.values(this.#unheard)) held.sendAll();
    await this.#outgoing.settled();
    this.#listeners.clear();
    clearTimeout(this.#again);
    clearTimeout(this.#late);
    clearInterval(this.#asking);
    this.#options.subscriber.off('message', this.#onMessage).off('ready', this.#onReady);
  }

  async #ask(): Promise<void> {
    const { subscriber } = this.#options;
    if (subscriber.status !== 'ready') return;
    try {
      await subscriber.ping();
    } catch {
      // The connection was dropped; once it is back, everything is subscribed again.
    }
  }

  #channelOf(topic: Topic): string {
    return `${this.#options.prefix}:${topic}`;
  }

  /** At most once: messages that cannot be sent now are lost, and code that needs them reads the store. */
  async #send(batch: [Topic, string][]): Promise<undefined[]> {
    const publications = this.#options.commands.pipeline();
    const lists = [...Map.groupBy(batch, ([topic]) => topic)].flatMap(([topic, messages]) =>
      listsOf(messages.map(([, text]) => text)).map((list) => [topic, list] as const),
    );
    for (const [topic, list] of lists) publications.publish(this.#channelOf(topic), list);
    try {
      const answers = (await publications.exec()) ?? [];
      for (const [at, [topic]] of lists.entries()) {
        const receivers = answers[at]?.[1];
        if (typeof receivers === 'number') this.#unheard[topic]?.heardBy(receivers);
      }
      const refused = answers.find(([error]) => error)?.[0];
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

  /** Publishes an empty list, which needs no right beyond that of publishing. */
  async #listenersOf(topic: Topic): Promise<number | null> {
    try {
      return await this.#options.commands.publish(this.#channelOf(topic), '[]');
    } catch {
      // Unknown: the publications that follow say why.
      return null;
    }
  }

  #receive(channel: string, text: string): void {
    if (channel === this.#ping_channel) {
      this.#pings.get(text)?.();
      return;
    }
    const topic = this.#listeners.topics.find((one) => this.#channelOf(one) === channel);
    if (topic) this.#received.receive(topic, text);
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

/** The messages as JSON lists, none of them much longer than it may be. */
function listsOf(messages: string[]): string[] {
  const lists: string[] = [];
  let list = '';
  for (const message of messages) {
    if (list !== '' && list.length + message.length > PUBLICATION_LENGTH) {
      lists.push(`[${list}]`);
      list = '';
    }
    list += list === '' ? message : `,${message}`;
  }
  lists.push(`[${list}]`);
  return lists;
}

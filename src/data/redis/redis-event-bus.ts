import type { Redis } from 'ioredis';
import type { BusMessages, EventBus } from '../contracts/index.ts';
import type { ConnectionLog } from './connections.ts';

type Topic = keyof BusMessages;
type Listener = (message: never) => void;

/** The most messages in one publication: about 200 KB, so that no publication holds Redis up. */
const MESSAGES_PER_PUBLICATION = 500;
const RESUBSCRIBE_MS = 1_000;
/** A publisher may find Redis again a little later than this subscriber: what it lost meanwhile is missed as well. */
const PUBLISHERS_BACK_MS = 3_000;

/**
 * Carries messages over Redis pub/sub, one channel per topic. What is published in one turn of the event loop travels
 * as one JSON list. `commands` publishes; `subscriber` is a connection of its own. It is subscribed again here after a loss:
 * what ioredis does of its own accord gives up, and ends the process, when Redis refuses once.
 */
export function createRedisEventBus(
  commands: Redis,
  subscriber: Redis,
  db_name: string,
  log?: ConnectionLog,
): EventBus {
  const listeners = new Map<Topic, Set<Listener>>();
  let outgoing = new Map<Topic, string[]>();
  let closed = false;
  const channelOf = (topic: Topic) => `${db_name}:events:${topic}`;

  function flush(): void {
    const publications = commands.pipeline();
    for (const [topic, messages] of outgoing) {
      for (let from = 0; from < messages.length; from += MESSAGES_PER_PUBLICATION) {
        const list = messages.slice(from, from + MESSAGES_PER_PUBLICATION).join(',');
        publications.publish(channelOf(topic), `[${list}]`);
      }
    }
    outgoing = new Map();
    // At most once: what cannot be sent now is lost, and whoever needs it looks at the store.
    publications.exec().catch(() => {});
  }

  function receive(channel: string, list: string): void {
    for (const [topic, of_topic] of listeners) {
      if (channelOf(topic) !== channel) continue;
      for (const message of JSON.parse(list)) {
        for (const listener of of_topic) listener(message as never);
      }
    }
  }

  function guarded<K extends Topic>(topic: K, listener: (message: BusMessages[K]) => void): Listener {
    return (message) => {
      try {
        listener(message);
      } catch (error) {
        log?.warn(`A listener of ${topic} events failed: ${error instanceof Error ? error.stack : error}`);
      }
    };
  }

  let again: NodeJS.Timeout | undefined;
  let late: NodeJS.Timeout | undefined;
  const gapListeners = new Set<() => void>();

  function tellOfGap(): void {
    for (const listener of gapListeners) listener();
  }

  async function resubscribe(): Promise<void> {
    if (!(await subscribeToAll())) return;
    tellOfGap();
    clearTimeout(late);
    late = setTimeout(tellOfGap, PUBLISHERS_BACK_MS).unref();
  }

  /** True when Redis took it. */
  async function subscribeToAll(): Promise<boolean> {
    clearTimeout(again);
    const channels = [...listeners]
      .filter(([, of_topic]) => of_topic.size > 0)
      .map(([topic]) => channelOf(topic));
    if (closed || channels.length === 0 || subscriber.status !== 'ready') return false;
    try {
      await subscriber.subscribe(...channels);
      return true;
    } catch (error) {
      log?.warn(`Redis refuses the subscription to events: ${(error as Error).message}`);
      again = setTimeout(() => void resubscribe(), RESUBSCRIBE_MS).unref();
      return false;
    }
  }

  subscriber.on('message', receive);
  const onReady = () => void resubscribe();
  subscriber.on('ready', onReady);

  return {
    publish(topic, message) {
      if (closed || commands.status !== 'ready') return;
      if (outgoing.size === 0) setImmediate(flush);
      const messages = outgoing.get(topic) ?? [];
      messages.push(JSON.stringify(message));
      outgoing.set(topic, messages);
    },

    subscribe(topic, listener) {
      const own = guarded(topic, listener);
      const of_topic = listeners.get(topic) ?? new Set();
      listeners.set(topic, of_topic);
      of_topic.add(own);
      if (of_topic.size === 1) void subscribeToAll();
      return () => {
        if (of_topic.delete(own) && of_topic.size === 0) {
          subscriber.unsubscribe(channelOf(topic)).catch(() => {});
        }
      };
    },

    onGap(listener) {
      gapListeners.add(listener);
      return () => gapListeners.delete(listener);
    },

    async close() {
      if (closed) return;
      closed = true;
      if (outgoing.size > 0) flush();
      listeners.clear();
      clearTimeout(again);
      clearTimeout(late);
      subscriber.off('message', receive).off('ready', onReady);
    },
  };
}

import type { BusMessages, EventBus } from '../contracts/index.ts';

type Topic = keyof BusMessages;
type Listener = (message: never) => void;

/**
 * Carries messages within the process, in order, after the publisher's code has run. Each message is copied when it is
 * published. A listener that throws is reported to `on_error` (default: a process warning) and stops no other listener.
 */
export function createMemoryEventBus(
  options: { on_error?: (error: unknown, topic: string) => void } = {},
): EventBus {
  const on_error = options.on_error ?? ((error) => process.emitWarning(error as Error));
  const listeners = new Map<Topic, Set<Listener>>();
  let pending: [Topic, object][] = [];
  let closed = false;

  function deliver(): void {
    const messages = pending;
    pending = [];
    for (const [topic, message] of messages) {
      for (const listener of listeners.get(topic) ?? []) {
        try {
          listener(message as never);
        } catch (error) {
          on_error(error, topic);
        }
      }
    }
  }

  return {
    publish(topic, message) {
      if (closed || !listeners.get(topic)?.size) return;
      if (pending.length === 0) queueMicrotask(deliver);
      pending.push([topic, { ...message }]);
    },

    subscribe(topic, listener) {
      // A function of its own, so that subscribing one listener twice gives two subscriptions.
      const own: Listener = (message) => listener(message);
      const of_topic = listeners.get(topic) ?? new Set();
      listeners.set(topic, of_topic.add(own));
      return () => void of_topic.delete(own);
    },

    async close() {
      closed = true;
      pending = [];
      listeners.clear();
    },
  };
}

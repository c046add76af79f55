import { TopicListeners } from '../../runtime/topic-listeners.ts';
import type { BusMessages, EventBus } from '../contracts/index.ts';

type Topic = keyof BusMessages;

/**
 * Carries messages within the process, in order, after the publisher's code has run. Each message is copied when it is
 * published. A listener that throws is reported to `on_error` (default: a process warning).
 */
export class MemoryEventBus implements EventBus {
  readonly #listeners: TopicListeners<BusMessages>;
  #pending: (() => void)[] = [];
  #closed = false;

  constructor(options: { on_error?: (error: unknown, topic: string) => void } = {}) {
    this.#listeners = new TopicListeners(
      options.on_error ?? ((error) => process.emitWarning(error as Error)),
    );
  }

  publish<K extends Topic>(topic: K, message: BusMessages[K]): void {
    if (!this.isHeard(topic)) return;
    if (this.#pending.length === 0) queueMicrotask(() => this.#deliver());
    const copy = { ...message };
    this.#pending.push(() => this.#listeners.deliver(topic, copy));
  }

  subscribe<K extends Topic>(topic: K, listener: (message: BusMessages[K]) => void): () => void {
    return this.#listeners.add(topic, listener);
  }

  isHeard(topic: Topic): boolean {
    return !this.#closed && this.#listeners.has(topic);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#pending = [];
    this.#listeners.clear();
  }

  #deliver(): void {
    const pending = this.#pending;
    this.#pending = [];
    for (const deliver of pending) deliver();
  }
}

/** The listeners of each topic; `Messages` gives the type of each topic's messages. An error in one listener is reported and does not affect others. */

type Listener<M> = (message: M) => void;

export class TopicListeners<Messages extends object> {
  readonly #of_topic: { [K in keyof Messages]?: Set<Listener<Messages[K]>> } = {};
  readonly #on_error: (error: unknown, topic: string) => void;

  constructor(on_error: (error: unknown, topic: string) => void) {
    this.#on_error = on_error;
  }

  /** Topics that have listeners. */
  get topics(): (keyof Messages & string)[] {
    return (Object.keys(this.#of_topic) as (keyof Messages & string)[]).filter((topic) => this.has(topic));
  }

  has(topic: keyof Messages): boolean {
    return (this.#of_topic[topic]?.size ?? 0) > 0;
  }

  /** Returns a function that ends this subscription; a listener added twice has two subscriptions. */
  add<K extends keyof Messages>(topic: K, listener: Listener<Messages[K]>): () => void {
    const own: Listener<Messages[K]> = (message) => listener(message);
    const of_topic = this.#of_topic[topic] ?? new Set();
    this.#of_topic[topic] = of_topic.add(own);
    return () => void of_topic.delete(own);
  }

  deliver<K extends keyof Messages>(topic: K, message: Messages[K]): void {
    for (const listener of this.#of_topic[topic] ?? []) {
      try {
        listener(message);
      } catch (error) {
        this.#on_error(error, String(topic));
      }
    }
  }

  clear(): void {
    for (const topic of this.topics) this.#of_topic[topic]?.clear();
  }
}

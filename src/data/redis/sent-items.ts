import type { Redis } from 'ioredis';
import type { IdlePlace } from '../contracts/index.ts';

/** One line for each place: its offer, and the item for it, if there is one. JSON has no line breaks. */
export const sentText = (sent: { place: IdlePlace; item: string | null }[]): string =>
  sent.map(({ place, item }) => (item === null ? place.offer : `${place.offer} ${item}`)).join('\n');

export const sentChannel = (prefix: string, consumer: string): string => `${prefix}:items:${consumer}`;

export interface SentChannelOptions {
  /** A connection of kind `events`, which others use as well. */
  subscriber: Redis;
  channel: string;
  /** Each place with the item for it; null = it is given back. */
  receive(offer: string, item: string | null): void;
  /** True from when what is sent arrives, false when it may be lost. */
  changed(open: boolean): void;
}

/** What is sent to one consumer arrives on a channel of its own. */
export class SentChannel {
  readonly #options: SentChannelOptions;
  #open = false;
  #closed = false;
  readonly #onMessage = (channel: string, text: string) => {
    if (channel === this.#options.channel) this.#receive(text);
  };
  readonly #onReady = () => void this.#subscribe();
  readonly #onLoss = () => this.#set(false);

  constructor(options: SentChannelOptions) {
    this.#options = options;
    options.subscriber.on('message', this.#onMessage).on('ready', this.#onReady).on('close', this.#onLoss);
    void this.#subscribe();
  }

  get open(): boolean {
    return this.#open;
  }

  async close(): Promise<void> {
    this.#closed = true;
    const { subscriber, channel } = this.#options;
    try {
      // Whoever sends afterwards sees that nobody is here; what was sent before arrives before the answer.
      if (subscriber.status === 'ready') await subscriber.unsubscribe(channel);
    } catch {
      // The connection is lost, and the subscription with it.
      this.#open = false;
    }
    subscriber.off('message', this.#onMessage).off('ready', this.#onReady).off('close', this.#onLoss);
    this.#open = false;
  }

  async #subscribe(): Promise<void> {
    const { subscriber, channel } = this.#options;
    if (this.#closed || subscriber.status !== 'ready') return;
    try {
      await subscriber.subscribe(channel);
      this.#set(true);
    } catch {
      // Refused or lost: nothing is offered then, and items come by turns.
      this.#set(false);
    }
  }

  #set(open: boolean): void {
    if (this.#closed || this.#open === open) return;
    this.#open = open;
    this.#options.changed(open);
  }

  #receive(text: string): void {
    for (const line of text.split('\n')) {
      const end = line.indexOf(' ');
      if (end < 0) this.#options.receive(line, null);
      else this.#options.receive(line.slice(0, end), line.slice(end + 1));
    }
  }
}

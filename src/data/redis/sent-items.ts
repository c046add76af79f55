import type { Redis } from 'ioredis';
import type { SentMessage } from '../contracts/index.ts';

/** The offers of its places and, unless these are returned, the items for them. */
export const sentText = ({ places, text }: SentMessage): string => {
  const offers = places.map(({ offer }) => offer).join(',');
  return text === '' ? offers : `${offers} ${text}`;
};

/** Characters of the offers of one message: more than a worker with 5,000 places sends. */
const MOST_OFFERED = 262_144;

/** Not `items`, to which earlier versions send one item with each line: they find nobody there, and queue the item. */
export const sentChannel = (prefix: string, consumer: string): string => `${prefix}:started:${consumer}`;

export interface SentChannelOptions {
  /** A connection of kind `events`, which others use as well. */
  subscriber: Redis;
  channel: string;
  /** Called with the offer of each place and the items for them; null = the places are returned. */
  receive(offers: string[], text: string | null): void;
  /** Called with true once sent items arrive, and with false when they may be lost. */
  changed(open: boolean): void;
}

/** Receives the items sent to one consumer, on a separate channel. */
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
      // Later senders see that nobody listens; earlier messages arrive before this answer.
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
      // Refused or lost: no places are offered then, and items come by turns.
      this.#set(false);
    }
  }

  #set(open: boolean): void {
    if (this.#closed || this.#open === open) return;
    this.#open = open;
    this.#options.changed(open);
  }

  #receive(sent: string): void {
    const end = sent.indexOf(' ');
    // The ids of more places than a worker has: from others. They would be split into millions of texts.
    if ((end < 0 ? sent.length : end) > MOST_OFFERED) return;
    const offers = (end < 0 ? sent : sent.slice(0, end)).split(',');
    this.#options.receive(offers, end < 0 ? null : sent.slice(end + 1));
  }
}

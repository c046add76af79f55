import { ThrottledLog } from '../../runtime/throttled-log.ts';
import type { TopicListeners } from '../../runtime/topic-listeners.ts';
import { WorkSlices } from '../../runtime/work-slices.ts';
import type { BusMessages } from '../contracts/index.ts';
import { isMessage, readPublication } from './bus-message.ts';
import type { RedisLog } from './connections.ts';

type Topic = keyof BusMessages;

/**
 * Longer publications are not read, because to parse one of 25 MB held the event loop for 1.4 s. Ours have at most 256 KiB, and about 1 MB
 * from earlier versions; the stop of 30,000 items of one task at once would be the first single message that is longer.
 */
export const MOST_RECEIVED = 1_048_576;
/** How many are checked and delivered without a look at the time. */
const AT_ONCE = 20;
const SAY_AGAIN_MS = 60_000;

/** Checks and delivers what arrives on the channels of events, where others can write as well: many messages in turns, in their order. */
export class ReceivedMessages {
  readonly #listeners: TopicListeners<BusMessages>;
  readonly #warnings: ThrottledLog;
  readonly #oversized: ThrottledLog;
  readonly #slices = new WorkSlices();

  constructor(listeners: TopicListeners<BusMessages>, log: RedisLog) {
    this.#listeners = listeners;
    this.#warnings = new ThrottledLog(log);
    this.#oversized = new ThrottledLog(log, SAY_AGAIN_MS);
  }

  receive(topic: Topic, text: string): void {
    if (text.length > MOST_RECEIVED) {
      this.#oversized.warn(
        { topic, characters: text.length },
        'a message on an event channel of Redis is longer than 1 MiB and was ignored; this server sends none so long',
      );
      return;
    }
    const list = readPublication(text) ?? [undefined];
    for (let at = 0; at < list.length; at += AT_ONCE)
      this.#slices.add(() => this.#deliver(topic, list.slice(at, at + AT_ONCE)));
  }

  #deliver(topic: Topic, some: unknown[]): void {
    let unreadable = 0;
    for (const one of some)
      if (isMessage(topic, one)) this.#listeners.deliver(topic, one);
      else unreadable += 1;
    if (unreadable > 0) this.#warn(topic, unreadable);
  }

  #warn(topic: Topic, unreadable: number): void {
    this.#warnings.warn(
      { topic, unreadable },
      'unreadable messages on an event channel of Redis were ignored',
    );
  }
}

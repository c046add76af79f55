import type { WebhookStore } from '../../data/contracts/index.ts';
import { BoundedMap } from '../../runtime/bounded-map.ts';
import type { Log } from '../../runtime/log.ts';

/** How many messages of one webhook may wait for delivery. */
export const MOST_PENDING = 1_000;
/** Additional places remembered after a count, so that only few ended tasks need a count. */
const SPARE = 100;
const REMEMBERED_MS = 5_000;
const FULL_MS = 1_000;
/** How many unsent messages are recorded in a minute, so that they can be sent by hand; the list shows no more. */
const RECORDED = 100;
const RECORDED_MS = 60_000;
const WEBHOOKS = 10_000;

/**
 * Limits how many messages of each webhook may wait. Each process remembers a part of what it counted, so together they may exceed
 * the limit a little.
 */
export class PendingRoom {
  readonly #store: Pick<WebhookStore, 'countPending'>;
  readonly #log: Log;
  readonly #left = new BoundedMap<string, number>({ entries: WEBHOOKS, ttl_ms: REMEMBERED_MS });
  readonly #full = new BoundedMap<string, true>({ entries: WEBHOOKS, ttl_ms: FULL_MS });
  /** For webhooks that were full in the last minute: how many unsent messages were recorded. */
  readonly #recorded = new BoundedMap<string, { count: number }>({
    entries: WEBHOOKS,
    ttl_ms: RECORDED_MS,
  });

  constructor(store: Pick<WebhookStore, 'countPending'>, log: Log) {
    this.#store = store;
    this.#log = log;
  }

  /** Takes places for `wanted` messages: `room` of them may be sent, and `recorded` of the others have to be recorded. */
  async take(webhook_id: string, wanted: number): Promise<{ room: number; recorded: number }> {
    let left = this.#left.get(webhook_id) ?? 0;
    if (left < wanted && !this.#full.get(webhook_id)) {
      const free = MOST_PENDING - (await this.#store.countPending(webhook_id, MOST_PENDING));
      if (free < wanted) this.#full.set(webhook_id, true);
      left = Math.min(free, wanted + SPARE);
      this.#left.set(webhook_id, left);
    }
    const room = Math.min(left, wanted);
    if (room > 0) this.#left.set(webhook_id, left - room);
    return { room, recorded: room < wanted ? this.#skip(webhook_id, wanted - room) : 0 };
  }

  #skip(webhook_id: string, count: number): number {
    let recorded = this.#recorded.get(webhook_id);
    if (!recorded) {
      recorded = { count: 0 };
      this.#recorded.set(webhook_id, recorded);
      this.#log.warn(
        { webhook_id, pending: MOST_PENDING },
        'a webhook has too many waiting messages; further ones are not sent and are recorded as failed until some have been delivered or have failed',
      );
    }
    const more = Math.min(count, RECORDED - recorded.count);
    recorded.count += more;
    return more;
  }
}

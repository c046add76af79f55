import type { Database, Delivery, Webhook } from '../../data/contracts/index.ts';
import type { SteadyClock } from '../../runtime/clock.ts';
import type { NameLookup } from '../../runtime/net/name-lookup.ts';
import { requestPublic } from '../../runtime/net/public-request.ts';
import type { Said } from '../../runtime/said.ts';
import { version } from '../../runtime/version.ts';
import { systemActor } from '../actor.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { DeliveryCounts } from './delivery-counts.ts';
import { answered, failed, NOT_SENT, reasonOf, SecretUnreadable } from './delivery-failures.ts';
import { type DeliveryParams, RETRY_DELAYS_MS } from './delivery-type.ts';
import { signatures, type WebhookSecrets } from './webhook-secrets.ts';

const LIMIT_MS = 10_000;
const MOST_BYTES = 64 * 1_024;
const GONE = 410;

export interface DeliveryRunParts {
  database: Pick<Database, 'webhooks' | 'users'>;
  secrets: WebhookSecrets;
  audit: AuditLog;
  counts: DeliveryCounts;
  clock: SteadyClock;
  allow_private: boolean;
  /** Milliseconds for one attempt. Default 10,000. */
  limit_ms?: number;
  /** Default: the name resolution of the system. */
  lookup?: NameLookup;
}

/** The outcome of one attempt. */
type Attempt = Pick<Delivery, 'response_code' | 'duration_ms' | 'error' | 'error_zh'>;

/** The delivery will be repeated. The record contains what people see of the failure. */
class NotDelivered extends Error {
  override name = 'NotDelivered';
}

/** Makes one attempt to deliver a message. Runs in the system's own tasks: see delivery-type.ts. */
export class DeliveryRun {
  readonly #parts: DeliveryRunParts;

  constructor(parts: DeliveryRunParts) {
    this.#parts = parts;
  }

  /** Throws if the delivery has to be repeated. */
  async run(
    { delivery_id }: DeliveryParams,
    { signal, task_id }: { signal: AbortSignal; task_id: string },
  ): Promise<void> {
    const { webhooks } = this.#parts.database;
    const delivery = await webhooks.getDelivery(delivery_id);
    // It was removed with its webhook, has been delivered, or is being delivered by a later run.
    if (delivery?.status !== 'pending' || delivery.run_id !== task_id) return;
    const webhook = await webhooks.get(delivery.webhook_id);
    if (!webhook) return;
    const why = await this.#whyNot(webhook, isAskedFor(delivery));
    if (why) return this.#end(delivery, 'failed', { response_code: null, duration_ms: null, ...failed(why) });
    const attempt = await this.#attempt(webhook, delivery, signal);
    if (attempt.error === null) return this.#end(delivery, 'delivered', attempt);
    if (attempt.response_code === GONE) {
      await this.#end(delivery, 'failed', attempt);
      return this.#switchOff(webhook);
    }
    const delay_ms = RETRY_DELAYS_MS[delivery.attempts];
    if (delay_ms === undefined) return this.#end(delivery, 'failed', attempt);
    this.#parts.counts.count('retry');
    await this.#put({
      ...delivery,
      ...attempt,
      attempts: delivery.attempts + 1,
      next_attempt_at: new Date(this.#parts.clock.now() + delay_ms).toISOString(),
    });
    throw new NotDelivered(attempt.error);
  }

  async #whyNot(webhook: Webhook, asked: boolean): Promise<Said | null> {
    const owner = await this.#parts.database.users.get(webhook.owner_id);
    if (!owner) return NOT_SENT.owner_deleted;
    if (!owner.is_active) return NOT_SENT.owner_disabled;
    return webhook.is_active || asked ? null : NOT_SENT.switched_off;
  }

  /** `error` is null if the receiver accepted the message. Throws if the process stops in the meantime. */
  async #attempt(webhook: Webhook, { id, body }: Delivery, stop: AbortSignal): Promise<Attempt> {
    const timestamp = Math.floor(Date.now() / 1_000);
    const start = performance.now();
    const taken = () => Math.round(performance.now() - start);
    try {
      const { status } = await requestPublic({
        url: new URL(webhook.url),
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'content-length': String(Buffer.byteLength(body)),
          'user-agent': `Backend2/${version}`,
          'webhook-id': id,
          'webhook-timestamp': String(timestamp),
          'webhook-signature': signatures(this.#secretsOf(webhook), { id, timestamp, body }),
        },
        body,
        signal: AbortSignal.any([stop, AbortSignal.timeout(this.#parts.limit_ms ?? LIMIT_MS)]),
        most_bytes: MOST_BYTES,
        allow_private: this.#parts.allow_private,
        lookup: this.#parts.lookup,
      });
      const took = status >= 200 && status < 300;
      return { response_code: status, duration_ms: taken(), ...failed(took ? null : answered(status)) };
    } catch (error) {
      if (stop.aborted) throw error;
      return { response_code: null, duration_ms: taken(), ...failed(reasonOf(error)) };
    }
  }

  /** For 24 hours after a change, messages are also signed with the previous secret. */
  #secretsOf({ id, secret, previous_secret, previous_until }: Webhook): string[] {
    const now = new Date(this.#parts.clock.now()).toISOString();
    const sealed = [secret];
    if (previous_secret && previous_until && now < previous_until) sealed.push(previous_secret);
    try {
      return sealed.map((one) => this.#parts.secrets.open(id, one));
    } catch (cause) {
      throw new SecretUnreadable({ cause });
    }
  }

  async #end(delivery: Delivery, status: 'delivered' | 'failed', attempt: Attempt): Promise<void> {
    this.#parts.counts.count(status);
    await this.#put({
      ...delivery,
      ...attempt,
      status,
      attempts: delivery.attempts + (attempt.duration_ms === null ? 0 : 1),
      next_attempt_at: null,
    });
  }

  /** Does not overwrite what a later run of the message has written, and leaves nothing behind if the webhook was deleted. */
  async #put(delivery: Delivery): Promise<void> {
    const { webhooks } = this.#parts.database;
    const stored = await webhooks.getDelivery(delivery.id);
    if (stored?.run_id === delivery.run_id) await webhooks.putDelivery(delivery);
  }

  /** Called when the receiver answers 410 Gone. */
  async #switchOff({ id }: Webhook): Promise<void> {
    const { database, audit, clock } = this.#parts;
    for (;;) {
      const webhook = await database.webhooks.get(id);
      if (!webhook?.is_active) return;
      const { revision, owner_id } = webhook;
      const now = new Date(clock.now()).toISOString();
      const off: Webhook = {
        ...webhook,
        is_active: false,
        disabled_reason: 'receiver_gone',
        disabled_at: now,
        revision: revision + 1,
        updated_at: now,
      };
      if (!(await database.webhooks.save(off, revision))) continue;
      const target = { type: 'webhook', id };
      await audit.record({ action: 'webhook.disabled', actor: systemActor, target, details: { owner_id } });
      return;
    }
  }
}

/** Messages sent by hand are sent even if the webhook is switched off. The first run of a message has the same id as the message. */
const isAskedFor = ({ id, run_id, event }: Delivery): boolean => event === 'webhook.test' || run_id !== id;

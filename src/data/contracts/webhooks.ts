/** The events that a webhook can report. */
export const TASK_END_EVENTS = ['task.completed', 'task.failed', 'task.cancelled'] as const;
export type TaskEndEvent = (typeof TASK_END_EVENTS)[number];

/** The receiver answered 410 Gone, or somebody switched the webhook off. */
export const DISABLED_REASONS = ['receiver_gone', 'switched_off'] as const;
export type DisabledReason = (typeof DISABLED_REASONS)[number];

/** A URL that is called when tasks of its owner end. */
export interface Webhook {
  id: string;
  owner_id: string;
  url: string;
  events: TaskEndEvent[];
  /** Only tasks of these types; empty = of all. */
  task_types: string[];
  is_active: boolean;
  /** Why it is switched off, and since when; null while it is active. */
  disabled_reason: DisabledReason | null;
  disabled_at: string | null;
  /** The secret that signs the messages, encrypted. */
  secret: string;
  /** The previous secret, which also signs messages until `previous_until`. */
  previous_secret: string | null;
  previous_until: string | null;
  /** All tasks that ended before this time were checked for messages that were lost in a crash. */
  heard_until: string;
  /** +1 with each write. */
  revision: number;
  created_at: string;
  updated_at: string;
}

export const DELIVERY_STATUSES = ['pending', 'delivered', 'failed'] as const;

/** One message to one webhook, with all its attempts. */
export interface Delivery {
  /** The message's id, the same in each attempt. A UUIDv7. */
  id: string;
  webhook_id: string;
  event: TaskEndEvent | 'webhook.test';
  /** The task that ended; null for a test. */
  task_id: string | null;
  /** The system's task that currently makes the attempts; earlier ones make none any more. */
  run_id: string;
  /** JSON text. */
  body: string;
  status: (typeof DELIVERY_STATUSES)[number];
  /** The number of attempts since it was created or last repeated. */
  attempts: number;
  response_code: number | null;
  duration_ms: number | null;
  /** Why the last attempt failed, in English and in Chinese. */
  error: string | null;
  error_zh: string | null;
  next_attempt_at: string | null;
  created_at: string;
}

/** The fields that are needed to create the task of a message again. */
export type PendingDelivery = Pick<Delivery, 'id' | 'webhook_id' | 'run_id' | 'next_attempt_at'>;

export interface WebhookPageQuery {
  owner_id?: string;
  before_id?: string;
  offset?: number;
  limit: number;
}

export interface WebhookStore {
  /** `too_many` if the owner already has `most`, even if several are created at the same time. */
  create(webhook: Webhook, most: number): Promise<'ok' | 'too_many'>;
  get(id: string): Promise<Webhook | null>;
  /** Newest first. */
  page(query: WebhookPageQuery): Promise<Webhook[]>;
  count(filter: { owner_id?: string }, cap: number): Promise<number>;
  /** The active webhooks of these owners. */
  activeOf(owner_ids: string[]): Promise<Webhook[]>;
  /** All active webhooks in the order of ids, after `after_id`. */
  active(limit: number, after_id?: string): Promise<Webhook[]>;
  /** Replaces everything except `heard_until`, which is only raised, if the revision still is `expected_revision`; false otherwise. */
  save(webhook: Webhook, expected_revision: number): Promise<boolean>;
  /** Raises `heard_until` of these webhooks. */
  heard(ids: string[], until: string): Promise<void>;
  /** Deletes first the webhook, then its deliveries in slices, so that no other write waits long. False if there was none. */
  delete(id: string): Promise<boolean>;
  /** Deletes all webhooks of the account in the same way; returns their ids. */
  deleteOf(owner_id: string): Promise<string[]>;
  /** Those of these ids that exist. */
  knownDeliveries(ids: string[]): Promise<string[]>;
  /** Adds the deliveries whose id does not exist yet. */
  addDeliveries(deliveries: Delivery[]): Promise<void>;
  getDelivery(id: string): Promise<Delivery | null>;
  /** Adds or replaces it. */
  putDelivery(delivery: Delivery): Promise<void>;
  /** The number of its pending deliveries; counts up to `cap` and stops there. */
  countPending(webhook_id: string, cap: number): Promise<number>;
  /** Pending deliveries of all webhooks whose next attempt was due before this time, by that time and id, after `after`. */
  overdue(before: string, limit: number, after?: PendingDelivery): Promise<PendingDelivery[]>;
  /** The first id after this one of a webhook, known or deleted, that has deliveries. */
  nextDelivered(after_webhook_id: string): Promise<string | null>;
  /** Newest first. */
  deliveries(webhook_id: string, limit: number): Promise<Delivery[]>;
  /** The newest delivery of each of these webhooks that has any, in any order. */
  lastDeliveries(webhook_ids: string[]): Promise<Delivery[]>;
  /** Removes up to `limit` deliveries that are not pending and are older than `before`, but none of the newest `keep`; returns how many. */
  trimDeliveries(webhook_id: string, keep: number, before: string, limit: number): Promise<number>;
  /** Removes all deliveries of a deleted webhook, in slices. */
  deleteDeliveries(webhook_id: string): Promise<void>;
}

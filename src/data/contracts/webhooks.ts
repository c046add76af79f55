/** The ends of a task that somebody may be told of. */
export const TASK_END_EVENTS = ['task.completed', 'task.failed', 'task.cancelled'] as const;
export type TaskEndEvent = (typeof TASK_END_EVENTS)[number];

/** An address that is called when tasks of its owner end. */
export interface Webhook {
  id: string;
  owner_id: string;
  url: string;
  events: TaskEndEvent[];
  /** Only tasks of these types; empty = of all. */
  task_types: string[];
  is_active: boolean;
  /** What signs the calls, encrypted. */
  secret: string;
  /** The one before, which signs too until `previous_until`. */
  previous_secret: string | null;
  previous_until: string | null;
  /** Every end before this time was looked at for a call that a crash has swallowed. */
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
  /** Whose end it tells; null for a test. */
  task_id: string | null;
  /** The system's task that makes the attempts now; an earlier one makes none any more. */
  run_id: string;
  /** JSON text. */
  body: string;
  status: (typeof DELIVERY_STATUSES)[number];
  /** Since it was made or asked for again. */
  attempts: number;
  response_code: number | null;
  duration_ms: number | null;
  /** Why the last attempt failed. */
  error: string | null;
  next_attempt_at: string | null;
  created_at: string;
}

/** What it takes to give a message a task again. */
export type PendingDelivery = Pick<Delivery, 'id' | 'webhook_id' | 'run_id'>;

export interface WebhookPageQuery {
  owner_id?: string;
  before_id?: string;
  offset?: number;
  limit: number;
}

export interface WebhookStore {
  /** `too_many` where the owner has `most` already, also where several are made at the same moment. */
  create(webhook: Webhook, most: number): Promise<'ok' | 'too_many'>;
  get(id: string): Promise<Webhook | null>;
  /** Newest first. */
  page(query: WebhookPageQuery): Promise<Webhook[]>;
  count(filter: { owner_id?: string }, cap: number): Promise<number>;
  /** Those of these owners that are switched on. */
  activeOf(owner_ids: string[]): Promise<Webhook[]>;
  /** All that are switched on, in the order of ids, after `after_id`. */
  active(limit: number, after_id?: string): Promise<Webhook[]>;
  /** Replaces all but `heard_until`, which only rises, if the revision still is `expected_revision`; false otherwise. */
  save(webhook: Webhook, expected_revision: number): Promise<boolean>;
  /** Raises `heard_until` of these. */
  heard(ids: string[], until: string): Promise<void>;
  /** First the webhook, then its deliveries in slices, so that no other write waits long. False when there was none. */
  delete(id: string): Promise<boolean>;
  /** All of the account, in the same way; returns the ids. */
  deleteOf(owner_id: string): Promise<string[]>;
  /** Those of these ids that are known. */
  knownDeliveries(ids: string[]): Promise<string[]>;
  /** Adds those whose id is not taken. */
  addDeliveries(deliveries: Delivery[]): Promise<void>;
  getDelivery(id: string): Promise<Delivery | null>;
  /** Adds or replaces it. */
  putDelivery(delivery: Delivery): Promise<void>;
  /** Its pending deliveries; counts to `cap` and stops there. */
  countPending(webhook_id: string, cap: number): Promise<number>;
  /** Pending deliveries whose next attempt was due before this time, of all webhooks, by webhook and id, after `after`. */
  overdue(before: string, limit: number, after?: PendingDelivery): Promise<PendingDelivery[]>;
  /** The first id after this one of a webhook, known or deleted, that has deliveries. */
  nextDelivered(after_webhook_id: string): Promise<string | null>;
  /** Newest first. */
  deliveries(webhook_id: string, limit: number): Promise<Delivery[]>;
  /** Removes up to `limit` that are not pending and older than `before`, but never of the newest `keep`; returns how many went. */
  trimDeliveries(webhook_id: string, keep: number, before: string, limit: number): Promise<number>;
  /** Removes all deliveries of a webhook that is gone, in slices. */
  deleteDeliveries(webhook_id: string): Promise<void>;
}

import type { Delivery, Webhook } from '../../data/contracts/index.ts';
import type { Language } from '../../runtime/said.ts';

/** A webhook as callers see it. */
export interface WebhookView
  extends Pick<
    Webhook,
    | 'id'
    | 'url'
    | 'events'
    | 'task_types'
    | 'is_active'
    | 'disabled_reason'
    | 'disabled_at'
    | 'created_at'
    | 'updated_at'
  > {
  /** Null once the account is deleted. */
  owner: { id: string; email: string; fullname: string } | null;
  /** The newest one; null before the first. */
  last_delivery: DeliveryView | null;
}

/** The answer when a webhook is created or gets a new secret; no other answer contains the secret. */
export type WebhookWithSecret = WebhookView & { secret: string };

export type DeliveryView = Omit<Delivery, 'webhook_id' | 'run_id' | 'body' | 'error_zh'>;

/** What belongs to a webhook and is stored elsewhere. */
export interface WebhookBeside {
  owner?: WebhookView['owner'];
  last?: Delivery;
  language?: Language;
}

export const webhookView = (webhook: Webhook, { owner, last, language }: WebhookBeside): WebhookView => ({
  id: webhook.id,
  url: webhook.url,
  events: webhook.events,
  task_types: webhook.task_types,
  is_active: webhook.is_active,
  disabled_reason: webhook.disabled_reason,
  disabled_at: webhook.disabled_at,
  owner: owner ? { id: owner.id, email: owner.email, fullname: owner.fullname } : null,
  last_delivery: last ? deliveryView(last, language) : null,
  created_at: webhook.created_at,
  updated_at: webhook.updated_at,
});

/** With the reason of a failure in this language. */
export function deliveryView(
  { webhook_id: _, run_id: __, body: ___, error_zh, ...view }: Delivery,
  language: Language = 'en',
): DeliveryView {
  return language === 'zh' && error_zh !== null ? { ...view, error: error_zh } : view;
}

import { Type } from 'typebox';
import {
  DELIVERY_STATUSES,
  DISABLED_REASONS,
  type DisabledReason,
  TASK_END_EVENTS,
} from '../../data/contracts/index.ts';
import type { DeliveryView, WebhookView, WebhookWithSecret } from '../../services/webhooks/webhook-views.ts';
import { Id, nullable, pageQuery, reference, Time } from './fields.schema.ts';

const Event = Type.Enum([...TASK_END_EVENTS], { type: 'string', title: 'TaskEndEvent' });

const delivery = {
  id: Type.String({ ...Id, description: 'Id of the message, sent as `webhook-id`.' }),
  event: Type.Enum([...TASK_END_EVENTS, 'webhook.test'], { type: 'string', title: 'WebhookEvent' }),
  task_id: nullable(Id),
  status: Type.Enum([...DELIVERY_STATUSES], { type: 'string', title: 'DeliveryStatus' }),
  attempts: Type.Integer({
    minimum: 0,
    description: 'Number of attempts since the delivery was created or repeated.',
  }),
  response_code: nullable(Type.Integer()),
  duration_ms: nullable(Type.Integer()),
  error: nullable(
    Type.String({
      description: 'Reason why the last attempt failed, in the language of `Accept-Language`.',
    }),
  ),
  next_attempt_at: nullable(Time),
  created_at: Time,
} satisfies Record<keyof DeliveryView, unknown>;
const DeliverySchema = Type.Object(delivery, { $id: 'Delivery' });

export const DeliveryEntry = reference<DeliveryView>('Delivery');

const view = {
  id: Id,
  url: Type.String(),
  events: Type.Array(Event),
  task_types: Type.Array(Type.String(), {
    description: 'Task types that are reported. An empty list means all types.',
  }),
  is_active: Type.Boolean(),
  disabled_reason: Type.Unsafe<DisabledReason | null>({
    type: ['string', 'null'],
    enum: [...DISABLED_REASONS, null],
    description:
      'Why the webhook is switched off: `receiver_gone` if the receiver answered 410, `switched_off` if somebody did it. Null while it is active.',
  }),
  disabled_at: nullable(
    Type.String({
      format: 'date-time',
      description: 'Time since which the webhook is switched off; null while it is active.',
    }),
  ),
  owner: nullable(
    Type.Object({ id: Id, email: Type.String(), fullname: Type.String() }, { title: 'WebhookOwner' }),
  ),
  last_delivery: nullable(
    Type.Object(delivery, {
      title: 'LastDelivery',
      description: 'The newest message to this webhook; null before the first.',
    }),
  ),
  created_at: Time,
  updated_at: Time,
} satisfies Record<keyof WebhookView, unknown>;

const WebhookSchema = Type.Object(view, { $id: 'Webhook' });
const WebhookWithSecretSchema = Type.Object(
  {
    ...view,
    secret: Type.String({
      description: 'Secret for verifying the signatures. It is shown only in this answer.',
    }),
  } satisfies Record<keyof WebhookWithSecret, unknown>,
  { $id: 'WebhookWithSecret' },
);
export const WebhookEntry = reference<WebhookView>('Webhook');
export const WebhookMade = reference<WebhookWithSecret>('WebhookWithSecret');
export const webhookSchemas = [WebhookSchema, WebhookWithSecretSchema, DeliverySchema];

const given = {
  url: 'https://example.com/hooks/backend2',
  events: ['task.completed', 'task.failed'],
  task_types: ['image'],
};

const id = '0190b8a2-7c1e-7d3a-9f00-1c2d3e4f5a6b';
const at = '2026-01-05T08:30:00.000Z';
export const deliveryExample = {
  id,
  event: 'task.completed',
  task_id: id,
  status: 'pending',
  attempts: 2,
  response_code: 503,
  duration_ms: 84,
  error: 'The receiver answered 503.',
  next_attempt_at: '2026-01-05T08:32:35.000Z',
  created_at: at,
};

export const webhookExample = {
  id,
  ...given,
  is_active: true,
  disabled_reason: null,
  disabled_at: null,
  owner: { id, email: 'ada@example.com', fullname: 'Ada Lovelace' },
  last_delivery: deliveryExample,
  created_at: at,
  updated_at: at,
};
export const webhookOffExample = {
  ...webhookExample,
  is_active: false,
  disabled_reason: 'switched_off' as const,
  disabled_at: at,
};
export const webhookMadeExample = {
  ...webhookExample,
  last_delivery: null,
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=',
};
const Url = Type.String({
  minLength: 1,
  maxLength: 2_000,
  description:
    'An https:// URL on the public internet, without user name and password. With WEBHOOK_ALLOW_PRIVATE, it may also be an http:// URL or an address of a private network.',
});
const Events = Type.Array(Event, { minItems: 1, maxItems: TASK_END_EVENTS.length, uniqueItems: true });
const optional = {
  task_types: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 64, pattern: '^[a-z][a-z0-9_-]*$' }), {
      maxItems: 50,
      uniqueItems: true,
      description: 'Only tasks of these types are reported. Default, and an empty list: tasks of all types.',
    }),
  ),
  is_active: Type.Optional(Type.Boolean({ description: 'Default true.' })),
};

export const NewWebhookBody = Type.Object(
  { url: Url, events: Events, ...optional },
  { title: 'NewWebhook', additionalProperties: false, examples: [given] },
);

export const WebhookEdit = Type.Object(
  { url: Type.Optional(Url), events: Type.Optional(Events), ...optional },
  { title: 'WebhookEdit', minProperties: 1, additionalProperties: false, examples: [{ is_active: false }] },
);

export const WebhookId = Type.Object({ id: Id });
export const DeliveryId = Type.Object({ id: Id, delivery_id: Id });
export const WebhookQuery = Type.Object(
  { ...pageQuery, owner_id: Type.Optional(Id) },
  { additionalProperties: false },
);
export const DeliveryQuery = Type.Object({ ...pageQuery }, { additionalProperties: false });

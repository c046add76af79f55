import { accepted, created, ok } from '../envelope.ts';
import type { App } from '../fastify-types.ts';
import { answer, nothing } from '../schemas/answers.schema.ts';
import { pageExample, pageOf } from '../schemas/fields.schema.ts';
import {
  DeliveryEntry,
  DeliveryId,
  DeliveryQuery,
  deliveryExample,
  NewWebhookBody,
  WebhookEdit,
  WebhookEntry,
  WebhookId,
  WebhookMade,
  WebhookQuery,
  webhookExample,
  webhookMadeExample,
} from '../schemas/webhook.schema.ts';
import type { Services } from '../services.ts';

const tags = ['Webhooks'];
const whoMay = 'One’s own; any for administrators.';

/** Addresses that are called when tasks end, under `/webhooks`. */
export async function webhookRoutes(app: App, { services: { webhooks } }: { services: Services }) {
  app.post(
    '/',
    {
      config: { access: 'write', audit: 'webhook.create', faults: ['too_many'] },
      schema: {
        tags,
        operationId: 'createWebhook',
        summary: 'Make a webhook',
        description:
          'It is called when a task of yours ends, after Standard Webhooks. The secret is shown this once.',
        body: NewWebhookBody,
        response: { 201: answer(WebhookMade, webhookMadeExample, { code: 201 }) },
      },
    },
    async (request, reply) => created(request, reply, await webhooks.create(request.actor, request.body)),
  );

  app.get(
    '/',
    {
      config: { access: 'write' },
      schema: {
        tags,
        operationId: 'listWebhooks',
        summary: 'List webhooks, newest first',
        description: 'One’s own; administrators see all, or with `owner_id` those of one account.',
        querystring: WebhookQuery,
        response: { 200: answer(pageOf(WebhookEntry), pageExample(webhookExample)) },
      },
    },
    async (request) => ok(request, await webhooks.list(request.actor, request.query)),
  );

  oneWebhook(app, webhooks);
  deliveryRoutes(app, webhooks);
}

function oneWebhook(app: App, webhooks: Services['webhooks']): void {
  app.get(
    '/:id',
    {
      config: { access: 'write' },
      schema: {
        tags,
        operationId: 'getWebhook',
        summary: 'One webhook',
        description: whoMay,
        params: WebhookId,
        response: { 200: answer(WebhookEntry, webhookExample) },
      },
    },
    async (request) => ok(request, await webhooks.get(request.actor, request.params.id)),
  );

  app.patch(
    '/:id',
    {
      config: { access: 'write', audit: 'webhook.update', faults: ['edit_conflict'] },
      schema: {
        tags,
        operationId: 'updateWebhook',
        summary: 'Change a webhook, or switch it off or on',
        description: `${whoMay} What is left out stays. Tasks that ended while it was switched off are not told.`,
        params: WebhookId,
        body: WebhookEdit,
        response: { 200: answer(WebhookEntry, { ...webhookExample, is_active: false }) },
      },
    },
    async (request) => ok(request, await webhooks.update(request.actor, request.params.id, request.body)),
  );

  app.delete(
    '/:id',
    {
      config: { access: 'write', audit: 'webhook.delete' },
      schema: {
        tags,
        operationId: 'deleteWebhook',
        summary: 'Delete a webhook with its deliveries',
        description: whoMay,
        params: WebhookId,
        response: { 200: nothing('Deleted.') },
      },
    },
    async (request) => {
      await webhooks.delete(request.actor, request.params.id);
      return ok(request, null);
    },
  );

  app.post(
    '/:id/rotate-secret',
    {
      config: {
        access: 'write',
        audit: 'webhook.rotate_secret',
        faults: ['edit_conflict'],
        optional_body: true,
      },
      schema: {
        tags,
        operationId: 'rotateWebhookSecret',
        summary: 'Give a webhook a new secret',
        description: `${whoMay} Both secrets sign for 24 hours. The new one is shown this once.`,
        params: WebhookId,
        response: { 200: answer(WebhookMade, webhookMadeExample) },
      },
    },
    async (request) => ok(request, await webhooks.rotateSecret(request.actor, request.params.id)),
  );
}

function deliveryRoutes(app: App, webhooks: Services['webhooks']): void {
  app.post(
    '/:id/test',
    {
      config: { access: 'write', audit: 'none: its delivery tells of it', optional_body: true },
      schema: {
        tags,
        operationId: 'testWebhook',
        summary: 'Send a test message',
        description: `${whoMay} The event is \`webhook.test\`. One that is switched off can be tested, too.`,
        params: WebhookId,
        response: { 202: answer(DeliveryEntry, deliveryExample, { code: 202 }) },
      },
    },
    async (request, reply) => accepted(request, reply, await webhooks.test(request.actor, request.params.id)),
  );

  app.get(
    '/:id/deliveries',
    {
      config: { access: 'write' },
      schema: {
        tags,
        operationId: 'listWebhookDeliveries',
        summary: 'The last 100 messages of a webhook, newest first',
        description: whoMay,
        params: WebhookId,
        querystring: DeliveryQuery,
        response: { 200: answer(pageOf(DeliveryEntry), pageExample(deliveryExample)) },
      },
    },
    async (request) =>
      ok(request, await webhooks.deliveries(request.actor, request.params.id, request.query)),
  );

  app.post(
    '/:id/deliveries/:delivery_id/redeliver',
    {
      config: { access: 'write', audit: 'none: the delivery tells of it', optional_body: true },
      schema: {
        tags,
        operationId: 'redeliverWebhook',
        summary: 'Send a message again',
        description: `${whoMay} At once, under the same id, whatever became of it before.`,
        params: DeliveryId,
        response: { 202: answer(DeliveryEntry, deliveryExample, { code: 202 }) },
      },
    },
    async (request, reply) => {
      const { id, delivery_id } = request.params;
      return accepted(request, reply, await webhooks.redeliver(request.actor, id, delivery_id));
    },
  );
}

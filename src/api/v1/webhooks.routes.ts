import type { Static } from 'typebox';
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
  webhookOffExample,
} from '../schemas/webhook.schema.ts';
import type { Services } from '../services.ts';
import { withRules } from './rule-faults.ts';

const tags = ['Webhooks'];
const whoMay = 'For the owner and administrators.';

/** Webhooks, under `/webhooks`. */
export async function webhookRoutes(app: App, { services: { webhooks } }: { services: Services }) {
  app.post(
    '/',
    {
      ...withRules((_request, sound) => webhooks.faultsOf(sound)),
      config: { access: 'write', audit: 'webhook.create', faults: ['too_many', 'too_many_requests'] },
      schema: {
        tags,
        operationId: 'createWebhook',
        summary: 'Create a webhook',
        description:
          'The URL is called when one of your tasks ends, according to Standard Webhooks. The secret is shown only in this answer.',
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
        description:
          'You see your own webhooks. Administrators see all webhooks, or those of one account with `owner_id`.',
        querystring: WebhookQuery,
        response: { 200: answer(pageOf(WebhookEntry), pageExample(webhookExample)) },
      },
    },
    async (request) => ok(request, await webhooks.list(request.actor, request.query)),
  );

  oneWebhook(app, webhooks);
  deliveryRoutes(app, webhooks);
}

const withChangeRules = (webhooks: Services['webhooks']) =>
  withRules(({ actor, params }, sound) =>
    webhooks.faultsOfChange(actor, (params as Static<typeof WebhookId>).id, sound),
  );

function oneWebhook(app: App, webhooks: Services['webhooks']): void {
  app.get(
    '/:id',
    {
      config: { access: 'write' },
      schema: {
        tags,
        operationId: 'getWebhook',
        summary: 'Get a webhook',
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
      ...withChangeRules(webhooks),
      config: { access: 'write', audit: 'webhook.update', faults: ['edit_conflict', 'too_many_requests'] },
      schema: {
        tags,
        operationId: 'updateWebhook',
        summary: 'Change a webhook or switch it on or off',
        description: `${whoMay} Fields that are left out keep their value. Tasks that ended while the webhook was switched off are not reported.`,
        params: WebhookId,
        body: WebhookEdit,
        response: {
          200: answer(WebhookEntry, webhookOffExample),
        },
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
        summary: 'Delete a webhook and its deliveries',
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
        summary: 'Replace the secret of a webhook',
        description: `${whoMay} Messages are signed with both secrets for 24 hours. The new secret is shown only in this answer.`,
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
      config: {
        access: 'write',
        audit: 'none: its delivery tells of it',
        faults: ['too_many_requests'],
        optional_body: true,
      },
      schema: {
        tags,
        operationId: 'testWebhook',
        summary: 'Send a test message',
        description: `${whoMay} The event is \`webhook.test\`. A webhook that is switched off can be tested, too. An account can send 60 tests and repeated deliveries per minute.`,
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
        summary: 'List the last 100 deliveries of a webhook, newest first',
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
      config: {
        access: 'write',
        audit: 'none: the delivery tells of it',
        faults: ['too_many_requests'],
        optional_body: true,
      },
      schema: {
        tags,
        operationId: 'redeliverWebhook',
        summary: 'Repeat a delivery',
        description: `${whoMay} The message is sent at once with the same id, whether or not it was delivered before. An account can send 60 tests and repeated deliveries per minute.`,
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

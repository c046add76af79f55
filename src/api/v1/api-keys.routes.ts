import { created, ok } from '../envelope.ts';
import type { App } from '../fastify-types.ts';
import { answer, nothing } from '../schemas/answers.schema.ts';
import {
  ApiKeyEntry,
  ApiKeyQuery,
  apiKeyExample,
  MadeApiKey,
  madeApiKeyExample,
  NewApiKeyBody,
} from '../schemas/api-key.schema.ts';
import { pageExample, pageOf } from '../schemas/fields.schema.ts';
import { UserId } from '../schemas/user.schema.ts';
import type { Services } from '../services.ts';
import { withRules } from './rule-faults.ts';

const tags = ['Users'];

/** API keys, under `/api-keys`. */
export async function apiKeyRoutes(app: App, { services: { apiKeys } }: { services: Services }) {
  app.post(
    '/',
    {
      ...withRules(({ actor }, sound) => apiKeys.faultsOf(actor, sound)),
      config: { access: 'read', no_keys: true, audit: 'api_key.create', faults: ['too_many'] },
      schema: {
        tags,
        operationId: 'createApiKey',
        summary: 'Create an API key',
        description:
          'The key acts as you, with those of its permissions that you still have. It is shown only in this answer.',
        body: NewApiKeyBody,
        response: { 201: answer(MadeApiKey, madeApiKeyExample, { code: 201 }) },
      },
    },
    async (request, reply) => created(request, reply, await apiKeys.create(request.actor, request.body)),
  );

  app.get(
    '/',
    {
      config: { access: 'read', no_keys: true },
      schema: {
        tags,
        operationId: 'listApiKeys',
        summary: 'List your API keys, newest first',
        description: 'Administrators see the keys of all accounts, or of one account with `owner_id`.',
        querystring: ApiKeyQuery,
        response: { 200: answer(pageOf(ApiKeyEntry), pageExample(apiKeyExample)) },
      },
    },
    async (request) => ok(request, await apiKeys.list(request.actor, request.query)),
  );

  app.delete(
    '/:id',
    {
      config: { access: 'read', no_keys: true, audit: 'api_key.delete', faults: ['not_found'] },
      schema: {
        tags,
        operationId: 'deleteApiKey',
        summary: 'Delete an API key',
        description:
          'You can delete your own keys; administrators can delete any key. The key is refused from the next request on.',
        params: UserId,
        response: { 200: nothing('Deleted.') },
      },
    },
    async (request) => {
      await apiKeys.delete(request.actor, request.params.id);
      return ok(request, null);
    },
  );
}

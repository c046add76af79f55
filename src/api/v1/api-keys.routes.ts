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

const tags = ['Users'];

/** Keys of programs, under `/api-keys`. */
export async function apiKeyRoutes(app: App, { services: { apiKeys } }: { services: Services }) {
  app.post(
    '/',
    {
      config: { access: 'read', no_keys: true, audit: 'api_key.create', faults: ['too_many'] },
      schema: {
        tags,
        operationId: 'createApiKey',
        summary: 'Make an API key',
        description:
          'It acts as you, with the permissions it is given and you still have. The key is shown this once.',
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
        summary: 'One’s own API keys, newest first',
        description: 'Administrators see those of all accounts, or with `owner_id` of one.',
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
        description: 'One’s own; any for administrators. It is refused from the next request on.',
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

import { Type } from 'typebox';
import { ok } from '../envelope.ts';
import type { App } from '../fastify-types.ts';
import { answer } from '../schemas/answers.schema.ts';
import type { Services } from '../services.ts';

const MOST_BYTES = 32 * 1_024;
const example = { theme: 'dark', language: 'zh', views: [{ name: 'Failed', query: 'status=failed' }] };
const Preferences = Type.Object({}, { title: 'Preferences', additionalProperties: true });
const NewPreferences = Type.Object(
  {},
  { title: 'NewPreferences', additionalProperties: true, examples: [example] },
);
const tags = ['Users'];

/** The console settings of the caller, under `/users/me/preferences`. */
export async function preferenceRoutes(app: App, { services: { preferences } }: { services: Services }) {
  app.get(
    '/',
    {
      config: { access: 'read' },
      schema: {
        tags,
        operationId: 'getPreferences',
        summary: 'Get your preferences',
        description: 'A JSON object that only you can read and write, for saved views, theme and language.',
        response: { 200: answer(Preferences, example) },
      },
    },
    async (request) => ok(request, await preferences.get(request.actor)),
  );

  app.put(
    '/',
    {
      bodyLimit: MOST_BYTES,
      config: { access: 'read', audit: 'none: one’s own saved views and theme' },
      schema: {
        tags,
        operationId: 'putPreferences',
        summary: 'Replace your preferences',
        description: 'Send the whole object, at most 32 KiB of JSON.',
        body: NewPreferences,
        response: { 200: answer(Preferences, example) },
      },
    },
    async (request) => ok(request, await preferences.put(request.actor, request.body)),
  );
}

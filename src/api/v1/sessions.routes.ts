import { ok } from '../envelope.ts';
import type { App } from '../fastify-types.ts';
import { answer, nothing } from '../schemas/answers.schema.ts';
import { pageExample, pageOf } from '../schemas/fields.schema.ts';
import { Session, SessionQuery, sessionExample, UserSessionIds } from '../schemas/session.schema.ts';
import { UserId } from '../schemas/user.schema.ts';
import type { Services } from '../services.ts';

const tags = ['Users'];
const page = answer(pageOf(Session), pageExample(sessionExample));

/** Sessions of the caller's own account, under `/users/me/sessions`. */
export async function ownSessionRoutes(app: App, { services: { sessionList } }: { services: Services }) {
  app.get(
    '/',
    {
      config: { access: 'read' },
      schema: {
        tags,
        operationId: 'listOwnSessions',
        summary: 'List your sessions, most recently used first',
        querystring: SessionQuery,
        response: { 200: page },
      },
    },
    async (request) => ok(request, await sessionList.list(request.actor, request.actor.id, request.query)),
  );

  app.delete(
    '/',
    {
      config: { access: 'read', no_keys: true, audit: 'session.end' },
      schema: {
        tags,
        operationId: 'endOtherSessions',
        summary: 'End all your other sessions',
        description: 'Their access tokens are refused from the next request on.',
        response: { 200: nothing('Ended.') },
      },
    },
    async (request) => {
      await sessionList.endAll(request.actor, request.actor.id);
      return ok(request, null);
    },
  );

  app.delete(
    '/:id',
    {
      config: { access: 'read', no_keys: true, audit: 'session.end', faults: ['not_found'] },
      schema: {
        tags,
        operationId: 'endOwnSession',
        summary: 'End one of your sessions',
        description: 'Its access tokens are refused from the next request on.',
        params: UserId,
        response: { 200: nothing('Ended.') },
      },
    },
    async (request) => {
      await sessionList.end(request.actor, request.actor.id, request.params.id);
      return ok(request, null);
    },
  );
}

/** Sessions of any account, under `/users/:id/sessions`. */
export async function userSessionRoutes(app: App, { services: { sessionList } }: { services: Services }) {
  app.get(
    '/',
    {
      config: { access: 'admin', faults: ['not_found'] },
      schema: {
        tags,
        operationId: 'listSessions',
        summary: 'List the sessions of an account, most recently used first',
        params: UserId,
        querystring: SessionQuery,
        response: { 200: page },
      },
    },
    async (request) => ok(request, await sessionList.list(request.actor, request.params.id, request.query)),
  );

  app.delete(
    '/',
    {
      config: { access: 'admin', no_keys: true, audit: 'session.end', faults: ['not_found'] },
      schema: {
        tags,
        operationId: 'endSessions',
        summary: 'End all sessions of an account',
        description: 'For your own account, the current session is kept.',
        params: UserId,
        response: { 200: nothing('Ended.') },
      },
    },
    async (request) => {
      await sessionList.endAll(request.actor, request.params.id);
      return ok(request, null);
    },
  );

  app.delete(
    '/:session_id',
    {
      config: { access: 'admin', no_keys: true, audit: 'session.end', faults: ['not_found'] },
      schema: {
        tags,
        operationId: 'endSession',
        summary: 'End a session of an account',
        params: UserSessionIds,
        response: { 200: nothing('Ended.') },
      },
    },
    async (request) => {
      const { id, session_id } = request.params;
      await sessionList.end(request.actor, id, session_id);
      return ok(request, null);
    },
  );
}

import type { Static } from 'typebox';
import { passwordFaults } from '../../services/accounts/password-rules.ts';
import { viewUser } from '../../services/accounts/user-view.ts';
import type { Settings } from '../../settings.ts';
import { created, ok } from '../envelope.ts';
import type { App } from '../fastify-types.ts';
import { answer, nothing } from '../schemas/answers.schema.ts';
import { pageExample, pageOf } from '../schemas/fields.schema.ts';
import {
  NewUser,
  OwnChanges,
  OwnPassword,
  User,
  UserChanges,
  UserId,
  UserQuery,
  userExample,
} from '../schemas/user.schema.ts';
import type { Services } from '../services.ts';
import { passwordLinkRoutes } from './passwords.routes.ts';
import { preferenceRoutes } from './preferences.routes.ts';
import { quotaRoutes } from './quotas.routes.ts';
import { withRules } from './rule-faults.ts';
import { ownSessionRoutes, userSessionRoutes } from './sessions.routes.ts';

const tags = ['Users'];

export async function userRoutes(
  app: App,
  { services, settings }: { services: Services; settings: Settings },
) {
  app.register(preferenceRoutes, { prefix: '/me/preferences', services });
  app.register(quotaRoutes, { prefix: '/me/quotas', services });
  app.register(ownSessionRoutes, { prefix: '/me/sessions', services });
  app.register(userSessionRoutes, { prefix: '/:id/sessions', services });
  app.register(passwordLinkRoutes, { services, settings });
  ownAccountRoutes(app, services);
  accountListRoutes(app, services);
  accountRoutes(app, services);
}

function ownAccountRoutes(app: App, { ownAccount }: Services): void {
  app.get(
    '/me',
    {
      config: { access: 'read' },
      schema: {
        tags,
        operationId: 'getOwnAccount',
        summary: 'Get your account',
        response: { 200: answer(User, userExample) },
      },
    },
    // The token check has just read the account, so no service needs to be called.
    (request, reply) => {
      reply.send(ok(request, viewUser(request.account)));
    },
  );

  app.patch(
    '/me',
    {
      ...withRules(({ actor, body }, sound) =>
        ownAccount.faultsOf(actor, sound, Object.hasOwn(body as object, 'current_password')),
      ),
      config: {
        access: 'read',
        no_keys: true,
        audit: 'user.update',
        faults: ['email_in_use', 'edit_conflict', 'wrong_current_password', 'too_many_requests'],
      },
      schema: {
        tags,
        operationId: 'updateOwnAccount',
        summary: 'Change your name or e-mail',
        description: 'Changing the e-mail requires `current_password`.',
        body: OwnChanges,
        response: { 200: answer(User, userExample) },
      },
    },
    async (request) => ok(request, await ownAccount.update(request.actor, request.body)),
  );

  app.put(
    '/me/password',
    {
      ...withRules(({ actor }, { new_password }) =>
        typeof new_password === 'string'
          ? passwordFaults(new_password, { field: 'new_password', email: actor.email })
          : [],
      ),
      config: {
        access: 'read',
        no_keys: true,
        audit: 'password.set',
        limited: true,
        faults: ['wrong_current_password', 'edit_conflict', 'too_many_requests'],
      },
      schema: {
        tags,
        operationId: 'changeOwnPassword',
        summary: 'Change your password',
        description:
          'Ends all your sessions and revokes all your tokens, including the one used here. Sign in again.',
        body: OwnPassword,
        response: { 200: nothing('The password is changed. Sign in again.') },
      },
    },
    async (request) => {
      await ownAccount.changePassword(request.actor, request.body);
      return ok(request, null);
    },
  );
}

function accountListRoutes(app: App, { users }: Services): void {
  app.get(
    '/',
    {
      config: { access: 'oversee' },
      schema: {
        tags,
        operationId: 'listUsers',
        summary: 'List accounts, newest first',
        querystring: UserQuery,
        response: { 200: answer(pageOf(User), pageExample(userExample)) },
      },
    },
    async (request) => ok(request, await users.list(request.actor, request.query)),
  );

  app.post(
    '/',
    {
      ...withRules((_request, sound) => users.faultsOf(sound)),
      config: { access: 'admin', no_keys: true, audit: 'user.create', faults: ['email_in_use'] },
      schema: {
        tags,
        operationId: 'createUser',
        summary: 'Create an account',
        body: NewUser,
        response: { 201: answer(User, userExample, { code: 201 }) },
      },
    },
    async (request, reply) => created(request, reply, await users.create(request.actor, request.body)),
  );
}

function accountRoutes(app: App, { users }: Services): void {
  app.get(
    '/:id',
    {
      config: { access: 'read', faults: ['not_found'] },
      schema: {
        tags,
        operationId: 'getUser',
        summary: 'Get an account',
        description: 'Your own account; managers and administrators can get any account.',
        params: UserId,
        response: { 200: answer(User, userExample) },
      },
    },
    async (request) => ok(request, await users.get(request.actor, request.params.id)),
  );

  app.put(
    '/:id',
    {
      ...withRules(({ params }, sound) => users.faultsOf(sound, (params as Static<typeof UserId>).id)),
      config: {
        access: 'admin',
        no_keys: true,
        audit: 'user.update',
        faults: ['not_found', 'email_in_use', 'last_admin', 'edit_conflict'],
      },
      schema: {
        tags,
        operationId: 'updateUser',
        summary: 'Change an account',
        description:
          'Fields that are left out keep their value. A new password ends the sessions of the account. Disabling an account also cancels its unfinished tasks.',
        params: UserId,
        body: UserChanges,
        response: { 200: answer(User, userExample) },
      },
    },
    async (request) => ok(request, await users.update(request.actor, request.params.id, request.body)),
  );

  app.delete(
    '/:id',
    {
      config: { access: 'admin', no_keys: true, audit: 'user.delete', faults: ['not_found', 'last_admin'] },
      schema: {
        tags,
        operationId: 'deleteUser',
        summary: 'Delete an account',
        description:
          'Ends the sessions of the account and cancels its running tasks. Finished tasks are kept.',
        params: UserId,
        response: { 200: nothing('Deleted.') },
      },
    },
    async (request) => {
      await users.delete(request.actor, request.params.id);
      return ok(request, null);
    },
  );
}

import { passwordFaults } from '../../services/accounts/password-rules.ts';
import type { Settings } from '../../settings.ts';
import { accepted, created, ok } from '../envelope.ts';
import type { App } from '../fastify-types.ts';
import { languageOf } from '../language.ts';
import { originOf } from '../origin.ts';
import { ownAddress } from '../own-address.ts';
import { answer, nothing } from '../schemas/answers.schema.ts';
import {
  HeldLink,
  HeldLinkSchema,
  heldLinkExample,
  NewPassword,
  PasswordLinkRequest,
  PasswordLinkSchema,
  PasswordLinkWaysSchema,
  passwordLinkExample,
  passwordLinkWaysExample,
} from '../schemas/password.schema.ts';
import { UserId } from '../schemas/user.schema.ts';
import type { Services } from '../services.ts';
import { withRules } from './rule-faults.ts';

interface Options {
  services: Services;
  settings: Settings;
}

const tags = ['Sign-in'];

/** The calls of whoever holds the token of a link. */
const held = {
  access: 'public',
  no_keys: true,
  limited: true,
  faults: ['invalid_link', 'too_many_requests', 'cross_site', 'unknown_host'],
} as const;

/** Routes to set a password with a link, under `/auth`. */
export async function passwordRoutes(app: App, { services: { passwordLinks } }: Options) {
  app.post(
    '/password',
    {
      // The e-mail is known only with the token.
      ...withRules((_request, { password }) =>
        typeof password === 'string' ? passwordFaults(password, { field: 'password', email: '' }) : [],
      ),
      config: { ...held, audit: 'password.set' },
      schema: {
        tags,
        operationId: 'setPassword',
        summary: 'Set a password with the token from a link',
        description:
          'The token works once; it remains valid if the password is refused. Ends every session of the account.',
        body: NewPassword,
        response: { 200: nothing('The password is set. Sign in with it.') },
      },
    },
    async (request) => {
      const { token, password } = request.body;
      await passwordLinks.setPassword(token, password, originOf(request));
      return ok(request, null);
    },
  );

  app.post(
    '/password/check',
    {
      config: { ...held, audit: 'none: changes nothing' },
      schema: {
        tags,
        operationId: 'checkPasswordLink',
        summary: 'Check whether a password link is still valid',
        description: 'Tells whose password it sets, and does not use the link up.',
        body: HeldLink,
        response: { 200: answer(HeldLinkSchema, heldLinkExample) },
      },
    },
    async (request) => ok(request, await passwordLinks.check(request.body.token)),
  );

  linksByMail(app, passwordLinks);
}

/** What the page for signing in offers to whoever has forgotten a password. */
function linksByMail(app: App, passwordLinks: Services['passwordLinks']): void {
  app.get(
    '/password-link',
    {
      config: { access: 'public', no_keys: true },
      schema: {
        tags,
        operationId: 'getPasswordLinkWays',
        summary: 'Check whether password links can be requested by e-mail',
        description: 'They can if the server sends mail. Otherwise, only an administrator can create one.',
        response: { 200: answer(PasswordLinkWaysSchema, passwordLinkWaysExample) },
      },
    },
    async (request) => ok(request, { by_mail: passwordLinks.by_mail }),
  );

  app.post(
    '/password-link',
    {
      config: {
        access: 'public',
        no_keys: true,
        limited: true,
        audit: 'password_link.create',
        faults: ['not_available', 'too_many_requests', 'cross_site', 'unknown_host'],
      },
      schema: {
        tags,
        operationId: 'requestPasswordLink',
        summary: 'Request a password link by e-mail',
        description:
          'The answer does not reveal whether an account has this e-mail. If the server does not send mail, the answer is 404 `not_available`.',
        body: PasswordLinkRequest,
        response: { 202: nothing('If the account exists, the link is on its way.', 202) },
      },
    },
    async (request, reply) => {
      const language = languageOf(request.headers['accept-language']);
      await passwordLinks.request(request.body.email, originOf(request), language);
      return accepted(request, reply);
    },
  );
}

/** The route to create a link for somebody, under `/users`. */
export async function passwordLinkRoutes(app: App, { services: { passwordLinks }, settings }: Options) {
  app.post(
    '/:id/password-link',
    {
      config: { access: 'admin', no_keys: true, audit: 'password_link.create', faults: ['not_found'] },
      schema: {
        tags: ['Users'],
        operationId: 'createPasswordLink',
        summary: 'Create a link for setting the password of an account',
        description:
          'The link works once, within 72 hours; a newer link replaces it. Pass it on yourself: no mail is sent.',
        params: UserId,
        response: { 201: answer(PasswordLinkSchema, passwordLinkExample, { code: 201 }) },
      },
    },
    async (request, reply) => {
      const base = settings.PUBLIC_URL ?? ownAddress(request, settings.TRUST_PROXY);
      return created(request, reply, await passwordLinks.create(request.actor, request.params.id, base));
    },
  );
}

import formbody from '@fastify/formbody';
import type { Grant } from '../../services/accounts/sessions.ts';
import type { Settings } from '../../settings.ts';
import { ok } from '../envelope.ts';
import type { App } from '../fastify-types.ts';
import { originOf } from '../origin.ts';
import { accessTokenSeconds } from '../plugins/authentication.plugin.ts';
import { answer, nothing } from '../schemas/answers.schema.ts';
import {
  LoginBody,
  RefreshBody,
  TokenBody,
  Tokens,
  tokenResponses,
  tokensExample,
} from '../schemas/auth.schema.ts';
import type { Services } from '../services.ts';
import { oauthRequest, sendOauthFault } from './oauth.ts';

const tags = ['Sign-in'];

type Options = { services: Services; tokens(grant: Grant): TokenPair };
type TokenPair = { access_token: string; token_type: 'bearer'; expires_in: number; refresh_token: string };

export async function authRoutes(
  app: App,
  { services, settings }: { services: Services; settings: Settings },
) {
  const expires_in = accessTokenSeconds(settings);
  const tokens = ({ claims, refresh_token }: Grant): TokenPair => ({
    access_token: app.jwt.sign(claims),
    token_type: 'bearer',
    expires_in,
    refresh_token,
  });
  app.register(signInRoutes, { services, tokens });
  app.register(sessionRoutes, { services, tokens });
}

/** In a scope of their own: forms are read here and nowhere else. */
async function signInRoutes(app: App, { services: { signIn }, tokens }: Options) {
  app.register(formbody);

  app.post(
    '/login',
    {
      config: { access: 'public', limited: true, faults: ['wrong_credentials', 'too_many_requests'] },
      schema: {
        tags,
        operationId: 'login',
        summary: 'Sign in',
        description: 'With a JSON body, or with the form that OAuth2 clients send.',
        body: LoginBody,
        response: { 200: answer(Tokens, tokensExample) },
      },
    },
    async (request) => {
      const { email, username, password } = request.body as Record<'email' | 'username' | 'password', string>;
      const grant = await signIn.login({ email: email ?? username, password }, originOf(request));
      return ok(request, { ...tokens(grant), user: grant.user });
    },
  );

  app.post(
    '/token',
    {
      config: { access: 'public', limited: true },
      errorHandler: sendOauthFault,
      schema: {
        tags,
        operationId: 'token',
        summary: 'Sign in (OAuth2)',
        description:
          'The password grant of RFC 6749, without the response format. The docs page signs in with it.',
        body: TokenBody,
        response: tokenResponses,
      },
    },
    async (request, reply) => {
      reply.header('pragma', 'no-cache');
      return tokens(await signIn.login(oauthRequest(request.body), originOf(request)));
    },
  );
}

async function sessionRoutes(app: App, { services: { sessions }, tokens }: Options) {
  app.post(
    '/refresh',
    {
      config: { access: 'public', limited: true, faults: ['invalid_refresh_token', 'too_many_requests'] },
      schema: {
        tags,
        operationId: 'refresh',
        summary: 'Get a new pair of tokens',
        description:
          'A refresh token works once. Within 10 s it still gets the same successor (parallel tabs); used later, it ends its session.',
        body: RefreshBody,
        response: { 200: answer(Tokens, tokensExample) },
      },
    },
    async (request) => {
      const grant = await sessions.refresh(request.body.refresh_token);
      return ok(request, { ...tokens(grant), user: grant.user });
    },
  );

  app.post(
    '/logout',
    {
      config: { access: 'public', limited: true, faults: ['invalid_refresh_token', 'too_many_requests'] },
      schema: {
        tags,
        operationId: 'logout',
        summary: 'Sign out',
        description: 'Ends the session: its refresh token and its access tokens.',
        body: RefreshBody,
        response: { 200: nothing('Signed out.') },
      },
    },
    async (request) => {
      await sessions.signOut(request.body.refresh_token);
      return ok(request, null);
    },
  );
}

import formbody from '@fastify/formbody';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { Fault } from '../../errors.ts';
import type { DeviceMarks } from '../../services/accounts/device-marks.ts';
import type { Grant } from '../../services/accounts/sessions.ts';
import type { Settings } from '../../settings.ts';
import { refuseCrossSite } from '../cross-site.ts';
import { ok } from '../envelope.ts';
import type { App } from '../fastify-types.ts';
import { originOf } from '../origin.ts';
import { accessTokenSeconds } from '../plugins/authentication.plugin.ts';
import { answer } from '../schemas/answers.schema.ts';
import {
  LoginBody,
  RefreshBody,
  TokenBody,
  Tokens,
  tokenResponses,
  tokensExample,
} from '../schemas/auth.schema.ts';
import type { Services } from '../services.ts';
import {
  clearSessionCookie,
  deviceMark,
  refreshCookie,
  setCookie,
  setSessionCookies,
} from '../session-cookies.ts';
import { oauthRequest, sendOauthFault } from './oauth.ts';
import { passwordRoutes } from './passwords.routes.ts';

const tags = ['Sign-in'];

interface Options {
  services: Services;
  tokens(grant: Grant): TokenPair;
}
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
  app.register(passwordRoutes, { services, settings });
}

/** In a separate scope, because forms are accepted only here. */
async function signInRoutes(app: App, { services: { signIn, deviceMarks }, tokens }: Options) {
  app.register(formbody);
  app.addHook('preValidation', refuseJsonAsForm);

  app.post(
    '/login',
    {
      config: {
        access: 'public',
        no_keys: true,
        limited: true,
        cookies: true,
        audit: 'auth.sign_in',
        faults: ['wrong_credentials', 'too_many_requests', 'cross_site', 'unknown_host'],
      },
      schema: {
        tags,
        operationId: 'login',
        summary: 'Sign in',
        description:
          'Accepts a JSON body, or the form that OAuth2 clients send. With `cookie: true` (JSON only, from pages of this host), the refresh token is set as the cookie `b2_refresh`, which scripts cannot read, and is left out of the body.',
        body: LoginBody,
        response: { 200: answer(Tokens, tokensExample, { headers: setCookie }) },
      },
    },
    async (request, reply) => {
      const body = request.body as LoginRequest;
      const { email = body.username ?? '', password, cookie = false } = body;
      if (cookie) refuseCrossSite(request);
      const credentials = { email, password, device_mark: deviceMark(request) };
      const grant = await signIn.login(credentials, originOf(request));
      if (!cookie) return ok(request, { ...tokens(grant), user: grant.user });
      return inCookies(request, reply, grant, deviceMarks, tokens);
    },
  );

  app.post(
    '/token',
    {
      config: { access: 'public', no_keys: true, limited: true, audit: 'auth.sign_in' },
      errorHandler: sendOauthFault,
      schema: {
        tags,
        operationId: 'token',
        summary: 'Sign in (OAuth2)',
        description:
          'The password grant of RFC 6749. The answer has the format of the RFC. The page at `/docs` signs in with this call.',
        body: TokenBody,
        response: tokenResponses,
      },
    },
    async (request, reply) => {
      reply.header('pragma', 'no-cache');
      const credentials = { ...oauthRequest(request.body), device_mark: deviceMark(request) };
      return tokens(await signIn.login(credentials, originOf(request)));
    },
  );
}

async function sessionRoutes(app: App, { services: { sessions, deviceMarks }, tokens }: Options) {
  const config = {
    access: 'public',
    no_keys: true,
    limited: 'unless-own-token',
    cookies: true,
    optional_body: true,
    faults: ['invalid_refresh_token', 'too_many_requests', 'cross_site', 'unknown_host'],
  } as const;

  app.post(
    '/refresh',
    {
      config: { ...config, audit: 'none: a rotation changes nothing; a reuse is told' },
      schema: {
        tags,
        operationId: 'refresh',
        summary: 'Get a new pair of tokens',
        description:
          'A refresh token works once. For 10 s after its use it returns the same new token, for parallel tabs; used later, it ends its session. Without a token in the body, the cookie `b2_refresh` is used and replaced.',
        body: RefreshBody,
        response: { 200: answer(Tokens, tokensExample, { headers: setCookie }) },
      },
    },
    async (request, reply) => {
      const { token, from_cookie } = refreshTokenOf(request);
      const grant = await clearedWhenEnded(request, reply, from_cookie, () =>
        sessions.refresh(token, originOf(request)),
      );
      if (!from_cookie) return ok(request, { ...tokens(grant), user: grant.user });
      return inCookies(request, reply, grant, deviceMarks, tokens);
    },
  );

  app.post(
    '/logout',
    {
      config: { ...config, audit: 'auth.sign_out' },
      schema: {
        tags,
        operationId: 'logout',
        summary: 'Sign out',
        description:
          'Ends the session and revokes its tokens. Without a token in the body, the cookie `b2_refresh` is used and cleared.',
        body: RefreshBody,
        response: { 200: answer(Type.Null(), null, { description: 'Signed out.', headers: setCookie }) },
      },
    },
    async (request, reply) => {
      const { token, from_cookie } = refreshTokenOf(request);
      await clearedWhenEnded(request, reply, from_cookie, () => sessions.signOut(token, originOf(request)));
      if (from_cookie) clearSessionCookie(request, reply);
      return ok(request, null);
    },
  );
}

interface LoginRequest {
  email?: string;
  username?: string;
  password: string;
  cookie?: boolean;
}

function inCookies(
  request: FastifyRequest,
  reply: FastifyReply,
  grant: Grant,
  deviceMarks: DeviceMarks,
  tokens: Options['tokens'],
) {
  const { refresh_token, ...visible } = tokens(grant);
  const device_mark = deviceMarks.write(grant.user.id);
  setSessionCookies(request, reply, { refresh_token, expires_at: grant.expires_at, device_mark });
  return ok(request, { ...visible, user: grant.user });
}

/** The token in the body, otherwise the one in the cookie. Without either: `invalid_refresh_token`. */
function refreshTokenOf(request: FastifyRequest): { token: string; from_cookie: boolean } {
  const { refresh_token } = request.body as { refresh_token?: string };
  if (refresh_token !== undefined) return { token: refresh_token, from_cookie: false };
  const token = refreshCookie(request);
  if (token === null) throw new Fault('invalid_refresh_token');
  return { token, from_cookie: true };
}

/** A cookie whose session has ended is useless to the browser. */
async function clearedWhenEnded<T>(
  request: FastifyRequest,
  reply: FastifyReply,
  from_cookie: boolean,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (from_cookie && error instanceof Fault && error.status === 401) clearSessionCookie(request, reply);
    throw error;
  }
}

/** `curl -d` declares any body as a form; JSON would then be one field with a strange name. */
async function refuseJsonAsForm({ body, mediaType }: FastifyRequest): Promise<void> {
  const is_form = mediaType === 'application/x-www-form-urlencoded';
  if (is_form && Object.keys(body ?? {})[0]?.startsWith('{')) throw new Fault('unsupported_media_type');
}

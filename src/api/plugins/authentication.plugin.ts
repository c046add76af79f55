import { createPrivateKey, createPublicKey } from 'node:crypto';
import fastifyJwt from '@fastify/jwt';
import type { FastifyRequest, onRequestHookHandler } from 'fastify';
import fp from 'fastify-plugin';
import { Fault } from '../../errors.ts';
import type { Access, AccessCheck } from '../../services/accounts/access-check.ts';
import type { TokenClaims } from '../../services/accounts/sessions.ts';
import { type AccountActor, may, seesAll } from '../../services/actor.ts';
import { derivedKey } from '../../services/derived-key.ts';
import type { Settings } from '../../settings.ts';
import { AccessTokens } from '../access-tokens.ts';
import type { AccessRule, App } from '../fastify-types.ts';
import { originOf } from '../origin.ts';

const ISSUER = 'backend2';
const AUDIENCE = 'backend2';

declare module '@fastify/jwt' {
  interface FastifyJWT {
    payload: TokenClaims;
    user: TokenClaims;
  }
}

/** Signs and reads access tokens, and checks the access rule of each route before its handler. */
export const authentication = fp(
  async (app: App, { access, settings }: { access: AccessCheck; settings: Settings }) => {
    app.register(fastifyJwt, {
      secret: keysOf(settings),
      decoratorName: 'claims',
      sign: {
        algorithm: settings.ALGORITHM,
        iss: ISSUER,
        aud: AUDIENCE,
        expiresIn: accessTokenSeconds(settings),
      },
      verify: {
        // Fixed: a token must not choose how it is verified.
        algorithms: [settings.ALGORITHM],
        allowedIss: ISSUER,
        allowedAud: AUDIENCE,
        // Without this, a token that lacks one of these claims would be accepted unchecked.
        requiredClaims: ['iss', 'aud', 'sub', 'sid', 'ver', 'exp'],
      },
    });
    app.decorateRequest('actor');
    app.decorateRequest('account');

    const tokens = new AccessTokens((token) => app.jwt.verify<TokenClaims & { exp: number }>(token));
    const authenticate = (request: FastifyRequest) =>
      access.check(tokens.credentialOf(request.headers.authorization), originOf(request));
    const guards: Record<AccessRule, onRequestHookHandler | null> = {
      public: null,
      'link-or-read': guardOf(authenticate, (actor) => may(actor, 'read'), hasLink),
      read: guardOf(authenticate, (actor) => may(actor, 'read')),
      write: guardOf(authenticate, (actor) => may(actor, 'write')),
      delete: guardOf(authenticate, (actor) => may(actor, 'delete')),
      admin: guardOf(authenticate, (actor) => may(actor, 'admin')),
      oversee: guardOf(authenticate, seesAll),
    };

    app.addHook('onRoute', (route) => {
      const rule = route.config?.access;
      if (rule === undefined) {
        if (!route.url.startsWith('/api/')) return;
        throw new Error(`${route.method} ${route.url} does not say who may call it`);
      }
      if (route.config?.no_keys && rule === 'public') {
        route.onRequest = [refuseKeys, ...[route.onRequest ?? []].flat()];
      }
      const guard = guards[rule];
      const hooks = [route.onRequest ?? []].flat();
      // Fastify derives HEAD routes from GET routes, including their hooks.
      if (guard && !hooks.includes(guard)) route.onRequest = [guard, ...hooks];
    });
  },
);

/** How many seconds an access token is valid: never longer than its session. */
export const accessTokenSeconds = (settings: Settings): number =>
  Math.min(settings.ACCESS_TOKEN_EXPIRE_MINUTES * 60, settings.REFRESH_TOKEN_EXPIRE_DAYS * 86_400);

function guardOf(
  authenticate: (request: FastifyRequest) => Access | Promise<Access>,
  allowed: (actor: AccountActor) => boolean,
  skipped?: (request: FastifyRequest) => boolean,
): onRequestHookHandler {
  return (request, _reply, done) => {
    if (skipped?.(request)) return done();
    const admit = ({ actor, user }: Access) => {
      if (actor.kind === 'api_key' && request.routeOptions.config.no_keys)
        return done(new Fault('api_key_not_allowed'));
      if (!allowed(actor)) return done(new Fault('permission_denied'));
      request.actor = actor;
      request.account = user;
      done();
    };
    try {
      const access = authenticate(request);
      if (access instanceof Promise) access.then(admit, done);
      else admit(access);
    } catch (error) {
      done(error as Error);
    }
  };
}

/** For routes that anyone may call except programs with an API key. */
const refuseKeys: onRequestHookHandler = (request, _reply, done) => {
  if (!/^Bearer +b2_/i.test(request.headers.authorization ?? '')) return done();
  done(new Fault('api_key_not_allowed'));
};

const hasLink = (request: FastifyRequest) =>
  (request.query as Record<string, unknown>).signature !== undefined;

function keysOf(settings: Settings): Buffer | { private: string; public: string } {
  if (settings.ALGORITHM.startsWith('HS')) {
    if (!settings.SECRET_KEY)
      throw new Error('buildApp needs SECRET_KEY: the given one, or the one kept in the database');
    return derivedKey(settings.SECRET_KEY, 'access token');
  }
  const pem = (settings.JWT_PRIVATE_KEY ?? '').replaceAll('\\n', '\n');
  const publicKey = createPublicKey(createPrivateKey(pem)).export({ type: 'spki', format: 'pem' });
  return { private: pem, public: String(publicKey) };
}

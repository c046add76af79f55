import type {
  onRequestHookHandler,
  onSendHookHandler,
  preHandlerHookHandler,
  preValidationHookHandler,
} from 'fastify';
import fp from 'fastify-plugin';
import type { Settings } from '../../settings.ts';
import { originsOf, refuseOtherSites, refuseStrangeHost } from '../cross-site.ts';
import type { App } from '../fastify-types.ts';
import type { Services } from '../services.ts';
import { sentRefreshToken } from '../session-cookies.ts';

/** No credential or token is longer. Reading more would let callers without an account use up time of the event loop. */
const BODY_LIMIT = 16 * 1_024;
/**
 * The statuses of answers to unreadable calls. A 415 is none: its body is not read, no client of the API sends it, and a page of
 * another site can have the browser of a visitor send it.
 */
const UNREADABLE = new Set([400, 413, 422]);

declare module 'fastify' {
  interface FastifyRequest {
    /** Set on limited routes once the body has been read and is valid. */
    was_read: boolean;
  }
}

interface Options {
  services: Pick<Services, 'signInLimits' | 'sessions'>;
  settings: Settings;
}

/** Refuses sign-in calls that pages of other sites send, and limits floods of calls from one address, including unreadable ones. */
export const signInCalls = fp(async (app: App, { services, settings }: Options) => {
  const { signInLimits, sessions } = services;
  app.decorateRequest('was_read', false);

  const named = originsOf(settings.CORS_ORIGINS);
  const ownPages: onRequestHookHandler = (request, _reply, done) => {
    refuseOtherSites(request, settings);
    if (!named.includes(String(request.headers.origin))) refuseStrangeHost(request, settings);
    done();
  };
  const limit: onRequestHookHandler = async (request) => signInLimits.countCall(request.ip);
  const checkUnreadable: onRequestHookHandler = async (request) => signInLimits.checkUnreadable(request.ip);
  const checkUnlessOwnToken: preValidationHookHandler = async (request) => {
    const token = sentRefreshToken(request);
    if (token === null || !sessions.wrote(token)) await signInLimits.checkUnreadable(request.ip);
  };
  let warned = false;
  const warnOfProxy: onRequestHookHandler = (request, _reply, done) => {
    if (!warned && request.headers['x-forwarded-for'] !== undefined) {
      warned = true;
      request.log.warn(
        'a request has an X-Forwarded-For header, but TRUST_PROXY is false. Behind a proxy, all clients then share the rate limits of one address. Set TRUST_PROXY=true if your proxy sets the header',
      );
    }
    done();
  };
  const markRead: preHandlerHookHandler = (request, _reply, done) => {
    request.was_read = true;
    done();
  };
  const countUnreadable: onSendHookHandler = async (request, reply) => {
    if (!request.was_read && UNREADABLE.has(reply.statusCode)) await signInLimits.unreadable(request.ip);
  };

  app.addHook('onRoute', (route) => {
    if (route.url.startsWith('/api/v1/auth/')) route.bodyLimit ??= BODY_LIMIT;
    const { limited, access } = route.config ?? {};
    if (!limited) return;
    const counted = settings.RATE_LIMIT_ENABLED;
    const own_token = limited === 'unless-own-token';
    route.onRequest = [
      settings.TRUST_PROXY ? [] : warnOfProxy,
      access === 'public' ? ownPages : [],
      counted ? limit : [],
      counted && !own_token ? checkUnreadable : [],
      route.onRequest ?? [],
    ].flat();
    if (!counted || access !== 'public') return;
    if (own_token) route.preValidation = [checkUnlessOwnToken, ...[route.preValidation ?? []].flat()];
    route.preHandler = [markRead, ...[route.preHandler ?? []].flat()];
    route.onSend = [countUnreadable, ...[route.onSend ?? []].flat()];
  });
});

import type { onRequestHookHandler, onSendHookHandler, preHandlerHookHandler } from 'fastify';
import fp from 'fastify-plugin';
import type { SignInLimits } from '../../services/accounts/sign-in-limits.ts';
import type { Settings } from '../../settings.ts';
import type { App } from '../fastify-types.ts';

/** No credential or token is longer, and reading more would let callers without an account use up time of the event loop. */
const BODY_LIMIT = 16 * 1_024;
/** The statuses of answers to unreadable calls. */
const UNREADABLE = new Set([400, 413, 415, 422]);

declare module 'fastify' {
  interface FastifyRequest {
    /** Set on limited routes once the body has been read and is valid. */
    was_read: boolean;
  }
}

interface Options {
  signInLimits: SignInLimits;
  settings: Settings;
}

/** Limits floods of sign-in calls from one address, including unreadable ones. */
export const signInCalls = fp(async (app: App, { signInLimits, settings }: Options) => {
  app.decorateRequest('was_read', false);

  const limit: onRequestHookHandler = async (request) => signInLimits.countCall(request.ip);
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
    if (!route.config?.limited) return;
    const hooks = [settings.TRUST_PROXY ? [] : warnOfProxy, settings.RATE_LIMIT_ENABLED ? limit : []].flat();
    route.onRequest = [...hooks, ...[route.onRequest ?? []].flat()];
    if (!settings.RATE_LIMIT_ENABLED) return;
    if (route.config.access !== 'public') return;
    route.preHandler = [markRead, ...[route.preHandler ?? []].flat()];
    route.onSend = [countUnreadable, ...[route.onSend ?? []].flat()];
  });
});

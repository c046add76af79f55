import type { onRequestHookHandler, onSendHookHandler, preHandlerHookHandler } from 'fastify';
import fp from 'fastify-plugin';
import { type Counters, Unavailable } from '../../data/contracts/index.ts';
import { Fault } from '../../errors.ts';
import { addressBlock } from '../../services/accounts/client-address.ts';
import type { SignInLimits } from '../../services/accounts/sign-in-limits.ts';
import type { Settings } from '../../settings.ts';
import type { App } from '../fastify-types.ts';

const WINDOW_MS = 60_000;
/** Calls a minute from one address to sign-in and what is near it: far above people, far below machines. */
const LIMIT = 300;
/** No credential or token is longer, and reading more costs the event loop time that nobody has paid for with an account. */
const BODY_LIMIT = 16 * 1_024;
/** Answers to a call that could not be read. */
const UNREADABLE = new Set([400, 413, 415, 422]);

declare module 'fastify' {
  interface FastifyRequest {
    /** Set where calls are limited: the body was read and found to be what the call takes. */
    was_read: boolean;
  }
}

interface Options {
  counters: Counters;
  signInLimits: SignInLimits;
  settings: Settings;
}

/** Holds back floods of sign-in calls from one address, those that cannot be read included. */
export const signInCalls = fp(async (app: App, { counters, signInLimits, settings }: Options) => {
  app.decorateRequest('was_read', false);

  const limit: onRequestHookHandler = async (request) => {
    const address = request.ip;
    const [{ count, resets_in_ms }] = await Promise.all([
      counters.hit(`calls:${addressBlock(address)}`, WINDOW_MS).catch((error: unknown) => {
        // Signing in goes on while the counters are away.
        if (error instanceof Unavailable) return { count: 0, resets_in_ms: 0 };
        throw error;
      }),
      signInLimits.checkReadable(address),
    ]);
    if (count > LIMIT) {
      throw new Fault('too_many_requests', { retry_after: Math.max(1, Math.ceil(resets_in_ms / 1_000)) });
    }
  };
  let warned = false;
  const warnOfProxy: onRequestHookHandler = (request, _reply, done) => {
    if (!warned && request.headers['x-forwarded-for'] !== undefined) {
      warned = true;
      request.log.warn(
        'X-Forwarded-For arrives but TRUST_PROXY is not set: behind a proxy every client counts as one address, the proxy’s. Set TRUST_PROXY=true if a proxy of yours sets the header',
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

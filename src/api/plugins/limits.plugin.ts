import underPressure from '@fastify/under-pressure';
import type { onRequestHookHandler } from 'fastify';
import fp from 'fastify-plugin';
import { type Counters, Unavailable } from '../../data/contracts/index.ts';
import { Fault } from '../../errors.ts';
import { addressBlock } from '../../services/accounts/client-address.ts';
import type { Settings } from '../../settings.ts';
import type { App } from '../fastify-types.ts';

const WINDOW_MS = 60_000;
const SETTLING_MS = 3_000;
/** Calls a minute from one address to sign-in and what is near it: far above people, far below machines. */
const LIMIT = 300;

/** Refuses work when the event loop is late by more than a second, and floods of sign-in calls from one address. */
export const limits = fp(
  async (app: App, { counters, settings }: { counters: Counters; settings: Settings }) => {
    // Compiling and opening held the event loop up before anybody called: the first samples tell of that.
    let settled_at = Infinity;
    app.addHook('onListen', () => {
      settled_at = performance.now() + SETTLING_MS;
    });
    app.register(underPressure, {
      // A saturated server is doing its work; a late event loop is one that no longer answers anybody.
      maxEventLoopDelay: 1_000,
      pressureHandler(request) {
        // Whoever restarts processes that do not answer must not take a busy one for a dead one.
        if (request.url.startsWith('/health') || performance.now() < settled_at) return;
        throw new Fault('overloaded', { retry_after: 2 });
      },
    });

    if (!settings.RATE_LIMIT_ENABLED) return;
    const limit: onRequestHookHandler = (request, _reply, done) => {
      counters.hit(`calls:${addressBlock(request.ip)}`, WINDOW_MS).then(
        ({ count, resets_in_ms }) => {
          if (count <= LIMIT) return done();
          const retry_after = Math.max(1, Math.ceil(resets_in_ms / 1_000));
          done(new Fault('too_many_requests', { retry_after }) as never);
        },
        // Signing in goes on while the counters are away.
        (error) => (error instanceof Unavailable ? done() : done(error)),
      );
    };

    app.addHook('onRoute', (route) => {
      if (route.config?.limited) route.onRequest = [limit, ...[route.onRequest ?? []].flat()];
    });
  },
);

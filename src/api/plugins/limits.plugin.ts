import underPressure from '@fastify/under-pressure';
import fp from 'fastify-plugin';
import { Fault } from '../../errors.ts';
import type { App } from '../fastify-types.ts';

const SETTLING_MS = 3_000;

/** Refuses work when the event loop is late by more than a second. */
export const limits = fp(async (app: App) => {
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
});

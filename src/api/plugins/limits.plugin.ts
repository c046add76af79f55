import fp from 'fastify-plugin';
import { Fault } from '../../errors.ts';
import { LoadMonitor } from '../../runtime/load-monitor.ts';
import { codingOf } from '../accepted-coding.ts';
import type { App } from '../fastify-types.ts';

const SETTLING_MS = 3_000;

/** Refuses work while the event loop is late by more than a second, or memory runs out. */
export const limits = fp(async (app: App) => {
  const load = new LoadMonitor();
  // The start blocked the event loop before the first call, which the first samples show.
  let settled_at = Infinity;
  app.addHook('onListen', () => {
    settled_at = performance.now() + SETTLING_MS;
    load.start();
  });
  app.addHook('onClose', async () => load.stop());
  app.addHook('onRequest', (request, _reply, done) => {
    // A monitor that restarts dead processes must not mistake a busy process for a dead one.
    if (!load.overloaded || request.url.startsWith('/health') || performance.now() < settled_at)
      return done();
    // A person gets the console, which asks again for what it did not get, and never a fault in place of a page.
    const { config } = request.routeOptions;
    // Every browser accepts a compressed one. A file that is unpacked for its client takes memory; one that is sent as it is kept takes none.
    if (config.constant && codingOf(request, ['br', 'gzip'])) return done();
    done(new Fault('overloaded', { retry_after: 2 }));
  });
});

import type { preHandlerHookHandler } from 'fastify';
import fp from 'fastify-plugin';
import { Fault } from '../../errors.ts';
import { queryFaults } from '../../services/query-rules.ts';
import type { App } from '../fastify-types.ts';

const RULED = ['cursor', 'from', 'created_after'];

/** Reports every fault of a list's query in one answer: services would report those of the page and those of a time range one by one. */
export const queryRules = fp(async (app: App) => {
  app.addHook('onRoute', (route) => {
    const { properties = {} } = (route.schema?.querystring ?? {}) as { properties?: object };
    if (!RULED.some((name) => Object.hasOwn(properties, name))) return;
    route.preHandler = [checkQuery, ...[route.preHandler ?? []].flat()];
  });
});

const checkQuery: preHandlerHookHandler = (request, _reply, done) => {
  const details = queryFaults(request.query as Parameters<typeof queryFaults>[0]);
  if (details.length === 0) return done();
  done(new Fault('validation_failed', { details }));
};

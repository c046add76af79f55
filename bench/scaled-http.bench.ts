import { alternate, ratioFigure } from './support/alternate.ts';
import { bareToken, CREATE_TASK_BODY } from './support/bare-token.ts';
import type { Bench } from './support/bench.ts';
import { signIn } from './support/client.ts';
import { load } from './support/load.ts';
import { startBareServer } from './support/processes.ts';
import { startServers } from './support/servers.ts';

export const scaledHttp: Bench = {
  name: 'scaled-http',
  mark: 'on MongoDB and Redis: GET /users/me at least 0.5 of the rate of bare Fastify; POST /tasks beside a bare insertOne through Fastify',
  settings:
    '32 connections, one web process, RATE_LIMIT_ENABLED=false, log to a file; the bare insertOne with the same write concern',
  needs: ['mongodb', 'redis'],
  async run() {
    const servers = await startServers();
    const web = await servers.backend({ command: 'web' });
    const bare = await startBareServer({ MONGODB_URL: servers.mongod.url });
    const { token } = await signIn(web.url);
    const post = { method: 'POST', body: CREATE_TASK_BODY };
    const ways = {
      me: { url: web.url, path: '/api/v1/users/me', token },
      create: { ...post, url: web.url, path: '/api/v1/tasks/', token },
      bareMe: { url: bare.url, path: '/me', token: bareToken() },
      bareInsert: { ...post, url: bare.url, path: '/insert', token: bareToken() },
    };
    const rate = (way: keyof typeof ways) => async () => (await load({ ...ways[way], seconds: 1 })).rate;
    for (const way of Object.keys(ways) as (keyof typeof ways)[]) await rate(way)();
    const me = await alternate(rate('me'), rate('bareMe'));
    const create = await alternate(rate('create'), rate('bareInsert'));
    await bare.stop();
    await servers.stop();
    return [
      ratioFigure(
        'GET /users/me, scaled out',
        me,
        { at_least: 0.5 },
        { measured: 'ours', reference: 'bare Fastify' },
      ),
      ratioFigure('POST /tasks, scaled out', create, null, {
        measured: 'ours',
        reference: 'bare insertOne through Fastify',
      }),
    ];
  },
};

import { alternate, ratioFigure } from './support/alternate.ts';
import { bareToken, CREATE_TASK_BODY } from './support/bare-token.ts';
import type { Bench } from './support/bench.ts';
import { signIn } from './support/client.ts';
import { load } from './support/load.ts';
import { occupyWorkers } from './support/occupy-workers.ts';
import { startBackend, startBareServer } from './support/processes.ts';

/** Seconds until V8 has compiled what a request runs through: the rate rises by half for the first four. */
const WARM_UP_S = 5;

export const createTask: Bench = {
  name: 'create-task',
  mark: 'POST /tasks (durable, all worker places busy), embedded, at least 0.5 of the rate of a bare Fastify route with JWT check',
  settings: '32 connections, RATE_LIMIT_ENABLED=false, log to a file, synchronous=FULL',
  async run() {
    const [backend, bare] = await Promise.all([startBackend(), startBareServer()]);
    const client = await signIn(backend.url);
    await occupyWorkers(client);
    const request = { method: 'POST', body: CREATE_TASK_BODY };
    const ours = (seconds: number) =>
      load({ ...request, url: backend.url, path: '/api/v1/tasks/', token: client.token, seconds });
    const theirs = (seconds: number) =>
      load({ ...request, url: bare.url, path: '/tasks', token: bareToken(), seconds });
    await ours(WARM_UP_S);
    await theirs(WARM_UP_S);
    const comparison = await alternate(
      async () => (await ours(1)).rate,
      async () => (await theirs(1)).rate,
    );
    await Promise.all([backend.kill(), bare.stop()]);
    return [
      ratioFigure(
        'POST /tasks, embedded',
        comparison,
        { at_least: 0.5 },
        { measured: 'ours', reference: 'bare Fastify' },
      ),
    ];
  },
};

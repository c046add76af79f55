import { alternate, ratioFigure } from './support/alternate.ts';
import { bareToken } from './support/bare-token.ts';
import type { Bench } from './support/bench.ts';
import { signIn } from './support/client.ts';
import { load } from './support/load.ts';
import { startBackend, startBareServer } from './support/processes.ts';

export const ownAccount: Bench = {
  name: 'own-account',
  mark: 'GET /users/me, embedded, at least 0.7 of the rate of bare Fastify + JWT check',
  settings: '32 connections, RATE_LIMIT_ENABLED=false, log to a file',
  async run() {
    const [backend, bare] = await Promise.all([startBackend(), startBareServer()]);
    const { token } = await signIn(backend.url);
    const ours = (seconds: number) => load({ url: backend.url, path: '/api/v1/users/me', token, seconds });
    const theirs = (seconds: number) => load({ url: bare.url, path: '/me', token: bareToken(), seconds });
    await ours(1);
    await theirs(1);
    const comparison = await alternate(
      async () => (await ours(1)).rate,
      async () => (await theirs(1)).rate,
    );
    await Promise.all([backend.stop(), bare.stop()]);
    return [
      ratioFigure(
        'GET /users/me, embedded',
        comparison,
        { at_least: 0.7 },
        { measured: 'ours', reference: 'bare Fastify' },
      ),
    ];
  },
};

import { alternate, ratioFigure } from './support/alternate.ts';
import type { Bench } from './support/bench.ts';
import { signIn } from './support/client.ts';
import { load } from './support/load.ts';
import { startBackend } from './support/processes.ts';

export const keyCheck: Bench = {
  name: 'key-check',
  mark: 'GET /users/me, embedded, with an API key, at least 0.9 of the rate with a token',
  settings: '32 connections, RATE_LIMIT_ENABLED=false, log to a file',
  async run() {
    const backend = await startBackend();
    const client = await signIn(backend.url);
    const { key } = await client.ok('POST', '/api-keys/', { name: 'bench' });
    const rateWith = (token: string) => async () =>
      (await load({ url: backend.url, path: '/api/v1/users/me', token, seconds: 1 })).rate;
    const [withKey, withToken] = [rateWith(key), rateWith(client.token)];
    await withKey();
    await withToken();
    const comparison = await alternate(withKey, withToken);
    await backend.stop();
    return [
      ratioFigure(
        'GET /users/me with an API key against a token, embedded',
        comparison,
        { at_least: 0.9 },
        { measured: 'API key', reference: 'token' },
      ),
    ];
  },
};

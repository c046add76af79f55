import { type Bench, figure, inMs, perSecond } from './support/bench.ts';
import { signIn } from './support/client.ts';
import { load } from './support/load.ts';
import { startBackend } from './support/processes.ts';
import { median, percentile } from './support/statistics.ts';

const SECONDS = 6;

export const loginLoad: Bench = {
  name: 'login-load',
  mark: "other calls' p99 under 50 ms while logins saturate",
  settings:
    'logins by 32 connections without pause; other calls by 4 connections, each 20 ms after its last answer; RATE_LIMIT_ENABLED=false',
  async run() {
    const backend = await startBackend();
    const client = await signIn(backend.url);
    const { token } = client;
    // A separate account, because an account keeps only its newest sessions, and the other callers must not lose theirs.
    const signing_in = { email: 'signs-in@example.com', password: 'a bench signs in' };
    await client.ok('POST', '/users', signing_in);
    const { url } = backend;
    const others = (path: string, seconds: number) =>
      load({ url, path, token, connections: 2, pause_ms: 20, seconds });
    await others('/api/v1/users/me', 1);
    const [logins, me, list] = await Promise.all([
      load({
        url,
        method: 'POST',
        path: '/api/v1/auth/login',
        body: signing_in,
        seconds: SECONDS + 1,
        accepts: (status) => status === 200 || status === 503,
      }),
      others('/api/v1/users/me', SECONDS),
      others('/api/v1/tasks/', SECONDS),
    ]);
    await backend.stop();
    const times = [...me.latencies, ...list.latencies];
    const refused = logins.statuses.get(503) ?? 0;
    return [
      figure(
        "other calls' p99 while logins saturate",
        percentile(times, 0.99),
        { at_most: 50 },
        inMs,
        `${times.length} calls of /users/me and /tasks/: median ${inMs(median(times))}, worst ${inMs(Math.max(...times))}`,
      ),
      figure(
        'logins',
        logins.rate,
        null,
        perSecond,
        `median ${inMs(median(logins.latencies))}; ${refused} of ${refused + logins.latencies.length} refused with 503`,
      ),
    ];
  },
};

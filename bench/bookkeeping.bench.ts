import { alternate, ratioFigure } from './support/alternate.ts';
import { CREATE_TASK_BODY } from './support/bare-token.ts';
import type { Bench } from './support/bench.ts';
import { type Client, signIn } from './support/client.ts';
import { load } from './support/load.ts';
import { noopItemsRate, noopTasksRate } from './support/noop-rate.ts';
import { occupyWorkers } from './support/occupy-workers.ts';
import { type BackendProgram, startBackend } from './support/processes.ts';

const ITEMS = 10_000;
const TASKS = 3_000;
const ROUNDS = 9;
const ANN = { email: 'ann@example.com', password: 'a long password' };

/** Limits that are counted and never reached. */
const ON = {
  RATE_LIMIT_ENABLED: 'true',
  QUOTA_ACTIVE_TASKS: '10000000',
  QUOTA_TASKS_PER_DAY: '10000000',
  QUOTA_RUNNING_ITEMS: '100000',
};
const OFF = { RATE_LIMIT_ENABLED: 'false', METRICS_ENABLED: 'false' };

/** A server, and somebody with quotas on it: administrators have none. */
interface Used {
  backend: BackendProgram;
  client: Client;
}

export const bookkeeping: Bench = {
  name: 'bookkeeping',
  mark: 'POST /tasks and no-op items with quotas and metrics, at least 0.95 of the rate without them',
  settings:
    'an account that is not an administrator, embedded, 32 connections, WORKER_CONCURRENCY=100; with: RATE_LIMIT_ENABLED=true and all quotas set, none reached; without: RATE_LIMIT_ENABLED=false, METRICS_ENABLED=false. Audit and statistics have no switch and are part of both',
  async run() {
    const items = await measured(false, async (on, off) => [
      await compared('no-op items of one task', on, off, (one) =>
        noopItemsRate(one.backend.url, one.client, ITEMS, 256),
      ),
      await compared('no-op tasks of one item', on, off, (one) =>
        noopTasksRate(one.backend.url, one.client, TASKS),
      ),
    ]);
    const creation = await measured(true, async (on, off) => [
      await compared('POST /tasks, all worker places busy', on, off, creationRate),
    ]);
    return [...creation, ...items];
  },
};

async function measured<T>(busy: boolean, measure: (on: Used, off: Used) => Promise<T>): Promise<T> {
  const [on, off] = await Promise.all([started(ON, busy), started(OFF, busy)]);
  const result = await measure(on, off);
  await Promise.all([on.backend.kill(), off.backend.kill()]);
  return result;
}

async function started(env: Record<string, string>, busy: boolean): Promise<Used> {
  const backend = await startBackend({ env: { ...env, ...(!busy && { WORKER_CONCURRENCY: '100' }) } });
  const admin = await signIn(backend.url);
  await admin.ok('POST', '/users/', ANN);
  if (busy) await occupyWorkers(admin);
  return { backend, client: await signIn(backend.url, ANN.email, ANN.password) };
}

async function compared(what: string, on: Used, off: Used, rate: (of: Used) => Promise<number>) {
  await rate(on);
  await rate(off);
  const comparison = await alternate(
    () => rate(on),
    () => rate(off),
    ROUNDS,
  );
  return ratioFigure(what, comparison, { at_least: 0.95 }, { measured: 'with', reference: 'without' });
}

const creationRate = async ({ backend, client }: Used): Promise<number> => {
  const request = { method: 'POST', body: CREATE_TASK_BODY, path: '/api/v1/tasks/', seconds: 1 };
  return (await load({ ...request, url: backend.url, token: client.token })).rate;
};

import { type Comparison, ratioFigure, together } from './support/alternate.ts';
import { CREATE_TASK_BODY } from './support/bare-token.ts';
import type { Bench } from './support/bench.ts';
import { type Client, signIn } from './support/client.ts';
import { load } from './support/load.ts';
import { noopItemsRate, noopTasksRate } from './support/noop-rate.ts';
import { occupyWorkers } from './support/occupy-workers.ts';
import { type BackendProgram, CLI, startBackend } from './support/processes.ts';

const ITEMS = 10_000;
const TASKS = 2_000;
const CREATED = 2_000;
const ROUNDS = 25;
const TOLD = new URL('./support/told-processor-time.ts', import.meta.url).href;
const ANN = { email: 'ann@example.com', password: 'a long password' };

/** Limits that are counted but never reached. */
const ON = {
  RATE_LIMIT_ENABLED: 'true',
  QUOTA_ACTIVE_TASKS: '10000000',
  QUOTA_TASKS_PER_DAY: '10000000',
  QUOTA_RUNNING_ITEMS: '100000',
};
const OFF = { RATE_LIMIT_ENABLED: 'false', METRICS_ENABLED: 'false' };

/** A server and an account with quotas. It is not an administrator, because quotas do not apply to administrators. */
interface Used {
  backend: BackendProgram;
  client: Client;
}

export const bookkeeping: Bench = {
  name: 'bookkeeping',
  mark: 'POST /tasks and no-op items with quotas and metrics, at most 1.05 of the processor time without them',
  settings:
    'an account that is not an administrator, embedded, 32 connections to each of two servers at the same time, WORKER_CONCURRENCY=100; with: RATE_LIMIT_ENABLED=true and all quotas set, none reached; without: RATE_LIMIT_ENABLED=false, METRICS_ENABLED=false. Audit and statistics have no switch and are part of both',
  async run() {
    const creation = await measured(true, (on, off) =>
      compared('POST /tasks, all worker places busy', CREATED, on, off, creationRate),
    );
    const items = await measured(false, async (on, off) => [
      ...(await compared('no-op items of one task', ITEMS, on, off, (one) =>
        noopItemsRate(one.backend.url, one.client, ITEMS, 256),
      )),
      ...(await compared('no-op tasks of one item', TASKS, on, off, (one) =>
        noopTasksRate(one.backend.url, one.client, TASKS),
      )),
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
  const backend = await startBackend({
    env: { ...env, ...(!busy && { WORKER_CONCURRENCY: '100' }) },
    program: ['--import', TOLD, CLI, 'start'],
  });
  const admin = await signIn(backend.url);
  await admin.ok('POST', '/users/', ANN);
  if (busy) await occupyWorkers(admin);
  return { backend, client: await signIn(backend.url, ANN.email, ANN.password) };
}

/**
 * Compares the processor time of the server for each call or item, while both servers do the same at the same time: what else runs on the
 * machine makes a call take more of it, by up to a half, and then does so for both. Measured in turn, two equal servers differed by 6 %.
 * The rates are reported in addition.
 */
async function compared(
  what: string,
  count: number,
  on: Used,
  off: Used,
  run: (of: Used) => Promise<number>,
) {
  const cost = async (of: Used, rates: number[]) => {
    const before = await processorTimeOf(of);
    rates.push(await run(of));
    return ((await processorTimeOf(of)) - before) / count;
  };
  for (const one of [on, off, on, off]) await run(one);
  const rates: Comparison = { measured: [], reference: [], ratios: [] };
  const costs = await together(
    () => cost(on, rates.measured),
    () => cost(off, rates.reference),
    ROUNDS,
  );
  rates.ratios = rates.measured.map((rate, at) => rate / (rates.reference[at] as number));
  const names = { measured: 'with', reference: 'without' };
  return [
    ratioFigure(
      `${what}: processor time of the server for each`,
      costs,
      { at_most: 1.05 },
      { ...names, show: inUs },
    ),
    ratioFigure(`${what}: rate`, rates, null, names),
  ];
}

const processorTimeOf = async ({ backend }: Used): Promise<number> =>
  Number(await backend.ask('processor time'));

const inUs = (value: number): string => `${value.toFixed(1)} µs`;

const creationRate = async ({ backend, client }: Used): Promise<number> => {
  const request = {
    method: 'POST',
    body: CREATE_TASK_BODY,
    path: '/api/v1/tasks/',
    count: CREATED,
    again_when_busy: CREATED,
  };
  return (await load({ ...request, url: backend.url, token: client.token })).rate;
};

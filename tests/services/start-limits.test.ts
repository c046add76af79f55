/** Limits of task types, keys and pools, in one process. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { type Task, Unavailable } from '../../src/data/contracts/index.ts';
import { systemActor } from '../../src/services/actor.ts';
import { actorOf, type Engine, openEngine } from '../support/engine.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';

interface Run {
  type: string;
  key: string;
  from: number;
  to: number | null;
}

/** What handlers write, which run on the event loop of this process. */
const shared = globalThis as typeof globalThis & { limitRuns: Run[]; limitGate: Promise<void> };
shared.limitRuns = [];
shared.limitGate = Promise.resolve();

/** Items note when they begin and end, and wait for the gate where they are told to. */
const moduleOf = (type: string, fields: string, isolation = 'inline') => `
import { setTimeout as sleep } from 'node:timers/promises';
export default {
  type: '${type}',
  params: { type: 'object', properties: { count: { type: 'integer' }, key: {}, ms: { type: 'number' }, gate: { type: 'boolean' } } },
  isolation: '${isolation}',
  concurrency: 8,
  ${fields}
  plan: (params) => ({ count: params.count ?? 1, item: (index) => ({ input: { ...params, index } }) }),
  async run({ key = '', ms = 5, gate }) {
    const run = { type: '${type}', key, from: performance.now(), to: null };
    globalThis.limitRuns?.push(run);
    await (gate ? globalThis.limitGate : sleep(ms));
    run.to = performance.now();
  },
};`;

const TYPES: Record<string, string> = {
  free: '',
  one: 'running: 1,',
  rated: 'running: 3, rate: { limit: 4, per: 300 },',
  'in-thread': 'rate: { limit: 2, per: 400 },',
  keyed: 'running: 1, limitKey: (input) => input.key,',
  'keyed-rate': 'rate: { limit: 2, per: 250 }, limitKey: (input) => input.key,',
  gpu: "pool: 'gpu',",
};

let own: Engine;
let types_dir: string;
before(async () => {
  types_dir = await tempFolder();
  for (const [type, fields] of Object.entries(TYPES))
    writeFileSync(
      join(types_dir, `${type}.mjs`),
      moduleOf(type, fields, type === 'in-thread' ? 'thread' : 'inline'),
    );
  // The limits on people have nothing to do with these.
  own = await openEngine(undefined, { TASK_TYPES_DIR: types_dir, RATE_LIMIT_ENABLED: 'false' });
  await own.startWorker(8);
});
after(() => own.stop());
beforeEach(() => {
  shared.limitRuns = [];
});

const create = async (type: string, params: object = {}, actor = own.actor) =>
  (await own.services.tasks.create(actor, { type, params })).task.id;
const get = (id: string, actor = own.actor) => own.services.tasks.get(actor, id);
const completed = (id: string, actor = own.actor) =>
  waitFor(async () => (await get(id, actor)).status === 'completed', { what: `task ${id} to complete` });
const runsOf = (type: string) => shared.limitRuns.filter((run) => run.type === type);

function mostAtOnce(runs: Run[]): number {
  return Math.max(
    ...runs.map(({ from }) => runs.filter((one) => one.from <= from && (one.to ?? Infinity) > from).length),
  );
}

/** The shortest time between a start and the start that is `limit` later. */
function shortestWindow(runs: Run[], limit: number): number {
  const starts = runs.map(({ from }) => from).sort((x, y) => x - y);
  return Math.min(...starts.slice(limit).map((start, at) => start - (starts[at] as number)));
}

function closeGate(): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  shared.limitGate = promise;
  return resolve;
}

test('no more items of a type run at once, and start in any window, than it says, whoever owns them', async () => {
  const other = actorOf(
    await own.services.users.create(systemActor, {
      ...{ email: 'other@example.com', fullname: 'Other', roles: ['user'] },
      password: 'long enough',
    }),
  );
  const first = await create('rated', { count: 7, ms: 40 });
  const second = await create('rated', { count: 7, ms: 40 }, other);
  await Promise.all([completed(first), completed(second, other)]);
  const runs = runsOf('rated');
  assert.equal(runs.length, 14);
  assert.ok(mostAtOnce(runs) <= 3, `${mostAtOnce(runs)} at once`);
  assert.ok(shortestWindow(runs, 4) >= 299, `4 starts within ${shortestWindow(runs, 4)} ms`);
});

test('items that wait for a limit hold no place and hold up no other type', async () => {
  const open = closeGate();
  const many = [];
  for (let at = 0; at < 12; at += 1) many.push(await create('one', { count: 8, gate: true }));
  await waitFor(() => runsOf('one').length === 1);
  await completed(await create('free', { count: 20 }));
  assert.equal(runsOf('one').length, 1);
  open();
  await Promise.all(many.map((id) => completed(id)));
  assert.equal(mostAtOnce(runsOf('one')), 1);
  assert.equal(runsOf('one').length, 96);
});

test('who waits for a place starts soon after it is free', async () => {
  await completed(await create('one', { count: 30, ms: 1 }));
  const runs = runsOf('one');
  const gaps = runs
    .slice(1)
    .map(({ from }, at) => from - (runs[at]?.to ?? 0))
    .sort((x, y) => x - y);
  // Polling each second, or for a sweep, would show in every gap; a busy machine shows in some.
  assert.ok((gaps[7] as number) < 500, `three quarters of the gaps are above ${gaps[7]} ms`);
});

/** A call that fails once as if the server were away; with `done`, it was made all the same. */
function failingOnce<A extends unknown[], R>(
  real: (...args: A) => Promise<R>,
  when = (..._: A) => true,
  done = false,
) {
  const state = { failed: false };
  const call = async (...args: A): Promise<R> => {
    if (state.failed || !when(...args)) return real(...args);
    state.failed = true;
    if (done) await real(...args);
    throw new Unavailable('the server');
  };
  return { state, call };
}

test('a permit that could not be given back at once does not block its type until it expires', async (context) => {
  const { permits } = own.data;
  const { state, call } = failingOnce(permits.give.bind(permits));
  context.mock.method(permits, 'give', call);
  await completed(await create('one', { count: 3, ms: 1 }));
  assert.ok(state.failed);
});

test('a permit whose answer was lost is given back, and the scheduler is asked to look for what it woke', async (context) => {
  const { permits, queue } = own.data;
  const { state, call } = failingOnce(permits.take.bind(permits), (..._) => true, true);
  context.mock.method(permits, 'take', call);
  let reported = 0;
  context.mock.method(queue as Required<typeof queue>, 'reportMissing', async () => {
    reported += 1;
  });
  await completed(await create('one', { count: 2, ms: 1 }));
  assert.ok(state.failed);
  // A step whose answer is lost may have woken items that wait: only the sweep knows which.
  const gives = failingOnce(permits.give.bind(permits), (..._) => true, true);
  context.mock.method(permits, 'give', gives.call);
  await completed(await create('one', { count: 1, ms: 1 }));
  await waitFor(() => reported > 0);
});

test('an item whose claim had no answer gives its place under the limit back', async (context) => {
  const { tasks } = own.data.database;
  const claims = (task: Task, _revision: number) => task.slots.some((slot) => slot.state === 'processing');
  const { state, call } = failingOnce(tasks.save.bind(tasks), claims, true);
  context.mock.method(tasks, 'save', call);
  const id = await create('one', { count: 2, ms: 1 });
  await completed(id);
  assert.ok(state.failed);
});

test('an item that waits for its key is let go although the database was away when it was its turn', async (context) => {
  const { state, call } = failingOnce(own.engine.letGo.bind(own.engine));
  context.mock.method(own.engine, 'letGo', call);
  await completed(await create('keyed', { count: 4, key: 'c', ms: 1 }));
  assert.ok(state.failed);
});

test('a handler in a thread keeps to its rate from when it began', async () => {
  const id = await create('in-thread', { count: 5 });
  await completed(id);
  const { items } = await own.services.items.list(own.actor, id, { page: 1, page_size: 20 });
  const starts = items.map(({ started_at }) => Date.parse(started_at as string)).sort((x, y) => x - y);
  assert.equal(starts.length, 5);
  assert.ok((starts[4] as number) - (starts[0] as number) >= 800, `${starts}`);
});

test('a key that is used up holds up no other key, and its items run once there is room', async () => {
  const open = closeGate();
  const held = await create('keyed', { count: 4, key: 'a', gate: true });
  await waitFor(() => runsOf('keyed').length === 1);
  const late = await create('keyed', { count: 2, key: 'a' });
  await completed(await create('keyed', { count: 3, key: 'b' }));
  assert.equal(runsOf('keyed').filter(({ key }) => key === 'a').length, 1);
  open();
  await Promise.all([completed(held), completed(late)]);
  for (const key of ['a', 'b']) {
    const runs = runsOf('keyed').filter((run) => run.key === key);
    assert.deepEqual([key, runs.length, mostAtOnce(runs)], [key, key === 'a' ? 6 : 3, 1]);
  }
});

test('a rate counts each key apart', async () => {
  const ids = await Promise.all(['x', 'y'].map((key) => create('keyed-rate', { count: 6, key })));
  await Promise.all(ids.map((id) => completed(id)));
  for (const key of ['x', 'y']) {
    const runs = runsOf('keyed-rate').filter((run) => run.key === key);
    assert.equal(runs.length, 6);
    assert.ok(shortestWindow(runs, 2) >= 249, `${key}: 2 starts within ${shortestWindow(runs, 2)} ms`);
  }
});

test('an item whose key cannot be told fails and says why; it never runs without its limit', async () => {
  const id = await create('keyed', { key: { no: 'text' } });
  await waitFor(async () => (await get(id)).status === 'failed');
  const { error } = await get(id);
  assert.deepEqual(error, {
    type: 'PlanFailed',
    message: '`limitKey` must return a text or a number, and returned object',
  });
  assert.deepEqual(runsOf('keyed'), []);
});

test('an item waits for a worker of its pool, /system and the log say so, and other items do not wait', async () => {
  const id = await create('gpu');
  await completed(await create('free'));
  const { pools } = await own.services.system.read(systemActor);
  assert.deepEqual(
    pools.map(({ name, workers, turns_waiting }) => ({ name, workers, turns_waiting })),
    [
      { name: 'default', workers: 1, turns_waiting: 0 },
      { name: 'gpu', workers: 0, turns_waiting: 1 },
    ],
  );
  assert.deepEqual(pools[1]?.task_types, ['gpu']);
  assert.equal((await get(id)).status, 'pending');
});

test('a worker of several pools runs the items of all of them on its own places', async () => {
  const engine = await openEngine(undefined, { TASK_TYPES_DIR: types_dir, WORKER_POOLS: 'gpu,default' });
  try {
    const worker = await engine.startWorker(3);
    const made = ['gpu', 'free', 'one'].map((type) =>
      engine.services.tasks.create(engine.actor, { type, params: { count: 8 } }),
    );
    const ids = (await Promise.all(made)).map(({ task }) => task.id);
    await waitFor(async () => {
      assert.ok(worker.running <= 3, `${worker.running} run`);
      const tasks = await Promise.all(ids.map((id) => engine.services.tasks.get(engine.actor, id)));
      return tasks.every(({ status }) => status === 'completed');
    });
    assert.equal(shared.limitRuns.length, 24);
    const [record] = await engine.data.database.workers.list();
    assert.deepEqual(record?.pools, ['gpu', 'default']);
  } finally {
    await engine.stop();
  }
});

/** The database or the queue does what it was asked, or does not, and the answer is lost. Nothing here looks for lost turns. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { type ItemRow, type Task, type Turns, Unavailable } from '../../src/data/contracts/index.ts';
import { silentLog } from '../../src/runtime/log.ts';
import { ItemClaims } from '../../src/worker/item-claims.ts';
import { ItemsInHand } from '../../src/worker/items-in-hand.ts';
import { TurnReturns } from '../../src/worker/turn-returns.ts';
import { type Engine, openEngine } from '../support/engine.ts';
import { waitFor } from '../support/wait-for.ts';

let own: Engine;
beforeEach(async () => {
  own = await openEngine();
});
afterEach(() => own.stop());

test('an item that may belong to a claim under way is looked for again, and so is a write that arrives late', async () => {
  const { engine, data } = own;
  // As a clock that follows a database may be: it shows another time than this machine.
  own.clock.follow(Date.now() - 5_000);
  const { task } = await own.services.tasks.create(own.actor, {
    type: 'probe',
    params: { count: 2, concurrency: 2 },
  });
  const claims = new ItemClaims({
    ...{ data, engine, in_hand: new ItemsInHand(), limits: own.limits, clock: own.clock },
    ...{ running_quota: own.running_quota, log: silentLog, worker_id: () => 'w7' },
  });
  const states = async () => (await data.database.tasks.get(task.id))?.slots.map(({ state }) => state).sort();
  const under_way = claims.begin();
  const lost = claims.begin();
  await engine.claim('w7', own.actor.id, 1, false);
  claims.lose(lost);
  // For all that is known, it is the item of the first claim.
  await claims.returnLost();
  assert.deepEqual(await states(), ['processing', 'queued']);
  claims.end(under_way, []);
  await claims.returnLost();
  assert.deepEqual(await states(), ['queued', 'queued']);
  claims.lose(claims.begin());
  await claims.returnLost();
  await engine.claim('w7', own.actor.id, 1, false);
  await waitFor(async () => {
    await claims.returnLost();
    return (await states())?.includes('processing') === false;
  });
});

test('an item whose params could not be read is queued again, and runs', async (context) => {
  const { tasks } = own.data.database;
  const real = tasks.getParams.bind(tasks);
  let tries = 0;
  context.mock.method(tasks, 'getParams', async (id: string) => {
    tries += 1;
    if (tries === 1) throw new Unavailable('the database');
    return real(id);
  });
  await own.startWorker(1);
  const { task } = await own.services.tasks.create(own.actor, { type: 'inline-probe', params: { count: 2 } });
  await waitFor(async () => (await tasks.get(task.id))?.status === 'completed');
  assert.ok(tries > 1);
});

test('items that a write released get their turns, although its answer was lost', async (context) => {
  const { tasks } = own.data.database;
  const lost = new Set<number>();
  const real = tasks.saveWithItems?.bind(tasks);
  assert.ok(real);
  context.mock.method(
    tasks as Required<typeof tasks>,
    'saveWithItems',
    async (task: Task, revision: number, rows: ItemRow[]) => {
      const saved = await real(task, revision, rows);
      if (lost.has(task.completed_items)) return saved;
      lost.add(task.completed_items);
      throw new Unavailable('the database');
    },
  );
  await own.startWorker(1);
  // So long that the place does not go on with the next item by itself.
  const params = { count: 3, concurrency: 1, does: 'sleep', ms: 60 };
  const { task } = await own.services.tasks.create(own.actor, { type: 'inline-probe', params });
  await waitFor(async () => (await tasks.get(task.id))?.status === 'completed');
  assert.equal(lost.size, 3);
});

test('the same holds if such a write is stored only after the task was read again', async (context) => {
  const { tasks } = own.data.database;
  const real = tasks.saveWithItems?.bind(tasks);
  assert.ok(real);
  let late: (() => Promise<unknown>) | null = null;
  let tries = 0;
  context.mock.method(
    tasks as Required<typeof tasks>,
    'saveWithItems',
    async (task: Task, revision: number, rows: ItemRow[]) => {
      tries += 1;
      if (tries === 1) {
        late = () => real(task, revision, rows);
        throw new Unavailable('the database');
      }
      await late?.();
      late = null;
      return real(task, revision, rows);
    },
  );
  await own.startWorker(1);
  const params = { count: 2, concurrency: 1, does: 'sleep', ms: 60 };
  const { task } = await own.services.tasks.create(own.actor, { type: 'inline-probe', params });
  await waitFor(async () => (await tasks.get(task.id))?.status === 'completed');
  assert.ok(tries > 2);
});

test('a turn that cannot be returned at once is returned later', async () => {
  const kept: Turns[] = [];
  const queue = { push: () => Promise.reject(new Unavailable('the queue')) };
  const returns = new TurnReturns(queue, { giveBack: (turns) => void kept.push(...turns) }, silentLog);
  await returns.give({ owner_id: 'ann', pool: 'gpu' }, 3, 300);
  assert.deepEqual(kept, [{ owner_id: 'ann', count: 3, pool: 'gpu' }]);
});

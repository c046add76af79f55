/** Calls about many tasks, where other calls must not wait for the whole call. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '../../src/data/contracts/index.ts';
import { Fault } from '../../src/errors.ts';
import { type Engine, openEngine } from '../support/engine.ts';

let own: Engine;
before(async () => {
  own = await openEngine();
});
after(() => own.stop());

const busy = (ms: number) => {
  const end = performance.now() + ms;
  while (performance.now() < end);
};

/** The turns of the event loop while the work is done. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let over = false;
  const count = () => {
    turns += 1;
    if (!over) setImmediate(count);
  };
  setImmediate(count);
  await work();
  over = true;
  return turns;
}

const batchOf = (params: object) => Array.from({ length: 100 }, () => ({ type: 'probe', params }));

test('other calls get their turn while a large batch is checked', async (t) => {
  const { tasks } = own.data.database;
  const createMany = tasks.createMany.bind(tasks);
  const plan = own.creation.plan.bind(own.creation);
  t.mock.method(own.creation, 'plan', (...given: Parameters<typeof plan>) => {
    busy(1);
    return plan(...given);
  });
  let turns = 0;
  const checked = Promise.withResolvers<void>();
  tasks.createMany = (made) => {
    checked.resolve();
    return createMany(made);
  };
  const creation = own.creation.createBatch(own.actor, batchOf({ count: 1 }));
  turns = await turnsDuring(() => checked.promise);
  tasks.createMany = createMany;
  assert.equal((await creation).length, 100);
  assert.ok(turns >= 10, `${turns} turns`);
});

test('other calls get their turn while many tasks are changed', async (t) => {
  t.mock.method(own.services.tasks, 'apply', async () => {
    busy(0.1);
    throw new Fault('not_found');
  });
  const ids = Array.from({ length: 1_000 }, () => newId());
  const turns = await turnsDuring(() => own.services.bulk.run(own.actor, { action: 'cancel', ids }));
  assert.ok(turns >= 10, `${turns} turns`);
});

test('of a batch in which nearly all is wrong, only some tasks are checked', async (t) => {
  const plan = t.mock.method(own.creation, 'plan');
  const creation = own.creation.createBatch(own.actor, batchOf({ count: -1 }));
  const { details = [] } = await creation.then(
    () => assert.fail('was created'),
    (error: Fault) => error,
  );
  assert.equal(plan.mock.callCount(), 20);
  assert.deepEqual(
    details.map(({ path }) => path),
    [...Array.from({ length: 20 }, (_, at) => `tasks.${at}.params.count`), 'body'],
  );
  assert.equal(details.at(-1)?.message, 'may have more errors than these 20; correct these first');
});

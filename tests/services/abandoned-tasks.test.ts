/** Tasks of accounts that were deleted or disabled, where their cancelling was missed. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Fault } from '../../src/errors.ts';
import { systemActor } from '../../src/services/actor.ts';
import { actorOf, type Engine, openEngine } from '../support/engine.ts';
import { waitFor } from '../support/wait-for.ts';

let own: Engine;
before(async () => {
  own = await openEngine();
});
after(() => own.stop());

let people = 0;
async function person(roles: ('user' | 'manager')[] = ['user']) {
  people += 1;
  const given = { email: `p${people}@example.com`, fullname: 'P', roles };
  return own.services.users.create(systemActor, { ...given, password: 'long enough to be taken' });
}

const waits = (actor: ReturnType<typeof actorOf>) =>
  own.services.tasks.create(actor, { type: 'wait', params: { seconds: 60 } });
const statusOf = async (id: string) => (await own.data.database.tasks.get(id))?.status;

// Before there is a worker, which would start some of them meanwhile.
test('cancelling goes on past tasks that are being cancelled', async () => {
  const owner = await person();
  const made = await Promise.all(Array.from({ length: 230 }, () => waits(actorOf(owner))));
  const { tasks } = own.data.database;
  for (const { task } of made.slice(0, 120)) {
    const stored = await tasks.get(task.id);
    assert.ok(stored);
    const stopping = { ...stored, status: 'cancelling' as const, next_available_at: null, running: 1 };
    assert.equal(await tasks.save({ ...stopping, revision: stored.revision + 1 }, stored.revision), true);
  }
  await own.services.users.delete(systemActor, owner.id);
  for (const { task } of made.slice(120)) assert.equal(await statusOf(task.id), 'cancelled');
});

test('what was stored after its owner was disabled or deleted is cancelled, whether it waits or runs', async () => {
  await own.startWorker(1);
  const [stays, disabled, deleted] = [await person(), await person(), await person()];
  await own.services.users.update(systemActor, disabled.id, { is_active: false });
  await own.services.users.delete(systemActor, deleted.id);
  // As by requests that had passed their check before.
  const running = await waits(actorOf(deleted));
  await waitFor(async () => (await statusOf(running.task.id)) === 'processing');
  const [waiting, kept] = [await waits(actorOf(disabled)), await waits(actorOf(stays))];
  assert.equal(await own.abandoned.sweep(systemActor), 2);
  await waitFor(async () => (await statusOf(running.task.id)) === 'cancelled');
  assert.equal(await statusOf(waiting.task.id), 'cancelled');
  assert.notEqual(await statusOf(kept.task.id), 'cancelled');
  assert.equal(await own.abandoned.sweep(systemActor), 0);
  await own.services.tasks.cancel(actorOf(stays), kept.task.id);
});

test('nobody retries the tasks of an account that may not start any', async () => {
  const [owner, manager] = [await person(), await person(['manager'])];
  const { task } = await waits(actorOf(owner));
  await own.services.users.update(systemActor, owner.id, { is_active: false });
  const refused = (error: unknown) => error instanceof Fault && error.type === 'owner_not_active';
  const { tasks, bulk } = own.services;
  await assert.rejects(tasks.retry(actorOf(manager), task.id), refused);
  await assert.rejects(tasks.retry(actorOf(manager), task.id, [0]), refused);
  const { results } = await bulk.run(actorOf(manager), { action: 'retry', ids: [task.id] });
  assert.equal(results[0]?.fault?.type, 'owner_not_active');
  await own.services.users.update(systemActor, owner.id, { is_active: true });
  await tasks.retry(actorOf(manager), task.id);
  assert.notEqual(await statusOf(task.id), 'cancelled');
});

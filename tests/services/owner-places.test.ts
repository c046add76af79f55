import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type AccountActor, systemActor } from '../../src/services/actor.ts';
import { actorOf, type Engine, openEngine } from '../support/engine.ts';
import { waitFor } from '../support/wait-for.ts';

let own: Engine;
before(async () => {
  own = await openEngine();
});
after(() => own.stop());

const account = async (name: string, role: 'user' | 'admin') =>
  actorOf(
    await own.services.users.create(systemActor, {
      email: `${name}@example.com`,
      password: 'long enough for anybody',
      fullname: name,
      roles: [role],
    }),
  );

const wait = async (actor: AccountActor, seconds: number) =>
  (await own.services.tasks.create(actor, { type: 'wait', params: { seconds } })).task.id;

async function running(ids: string[]): Promise<number> {
  const tasks = await own.data.database.tasks.getMany(ids);
  return tasks.filter(({ status }) => status === 'processing').length;
}

const cancelAll = (actor: AccountActor, ids: string[]) =>
  Promise.all(ids.map((id) => own.services.tasks.cancel(actor, id)));

test('one owner holds at most three quarters of the places, an administrator all', async () => {
  await own.startWorker(4);
  const greedy = await account('greedy', 'user');
  const other = await account('other', 'user');
  const admin = await account('boss', 'admin');

  const long = await Promise.all(Array.from({ length: 8 }, () => wait(greedy, 600)));
  await waitFor(async () => (await running(long)) === 3);
  // The fourth place is free for whoever comes.
  for (let round = 0; round < 3; round += 1) {
    const short = await wait(other, 0);
    await waitFor(async () => (await own.services.tasks.get(other, short)).status === 'completed');
    assert.equal(await running(long), 3);
  }
  // A place that its own item leaves goes to its next one.
  const [ended] = (await own.data.database.tasks.getMany(long)).filter(
    ({ status }) => status === 'processing',
  );
  await own.services.tasks.cancel(greedy, ended?.id as string);
  const rest = long.filter((id) => id !== ended?.id);
  await waitFor(async () => (await running(rest)) === 3);
  await cancelAll(greedy, rest);

  const all = await Promise.all(Array.from({ length: 5 }, () => wait(admin, 600)));
  await waitFor(async () => (await running(all)) === 4);
  await cancelAll(admin, all);
});

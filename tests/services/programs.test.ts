import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { isFinal } from '../../src/services/engine/task-states.ts';
import type { TaskDetail } from '../../src/services/tasks/task-views.ts';
import { type Engine, openEngine } from '../support/engine.ts';
import { processesWith, zombiesOf } from '../support/processes.ts';
import { waitFor } from '../support/wait-for.ts';

const linux = process.platform === 'linux' ? false : 'processes are read from /proc';

let own: Engine;
before(async () => {
  own = await openEngine();
  await own.startWorker(4);
});
after(() => own.stop());

/** A time to sleep that no other program on this machine has. */
const unique = () => `1000.${randomInt(1_000_000_000)}`;

const start = async (type: string, does: string, seconds: string) =>
  (await own.services.tasks.create(own.actor, { type, params: { does, seconds } })).task.id;

async function ended(id: string): Promise<TaskDetail> {
  let task = await own.services.tasks.get(own.actor, id);
  await waitFor(async () => {
    task = await own.services.tasks.get(own.actor, id);
    return isFinal(task.status);
  });
  return task;
}

for (const [type, does, status] of [
  ['programs', 'go on in a thread', 'completed'],
  ['programs', 'go on and throw', 'failed'],
  ['programs', 'go on and never end', 'cancelled'],
  ['brief-programs', 'go on and never end', 'failed'],
  ['inline-programs', 'go on in a thread', 'completed'],
  ['inline-programs', 'go on and throw', 'failed'],
] as const) {
  test(`${type}: a thread that goes on after the attempt starts no program: ${does}`, {
    skip: linux,
  }, async () => {
    const seconds = unique();
    const id = await start(type, does, seconds);
    if (status === 'cancelled') {
      await waitFor(() => processesWith(seconds).length > 0);
      await own.services.tasks.cancel(own.actor, id);
    }
    assert.equal((await ended(id)).status, status);
    await nothingLeft(seconds);
    // The thread tries each 20 ms.
    await pause(200);
    assert.deepEqual(processesWith(seconds), []);
  });
}

const nothingLeft = (seconds: string) =>
  waitFor(() => processesWith(seconds).length + zombiesOf(process.pid).length === 0, {
    what: 'programs to be gone',
  });

for (const type of ['programs', 'inline-programs']) {
  for (const does of [
    'return',
    'throw',
    'detach',
    'start another',
    'clear the environment',
    'start in a thread',
    'start in a thread without environment',
    'start in a thread of a thread',
    'ignore SIGTERM',
  ]) {
    test(`${type}: a program of an attempt that ended ends with it: ${does}`, { skip: linux }, async () => {
      const seconds = unique();
      const task = await ended(await start(type, does, seconds));
      assert.equal(task.status, does === 'throw' ? 'failed' : 'completed');
      await nothingLeft(seconds);
    });
  }
}

for (const [type, does] of [
  ['programs', 'wait'],
  ['inline-programs', 'wait'],
  ['programs', 'never end'],
  ['programs', 'loop'],
  ['programs', 'block'],
] as const) {
  test(`${type}: a program of a cancelled item ends with it: ${does}`, { skip: linux }, async () => {
    const seconds = unique();
    const id = await start(type, does, seconds);
    await waitFor(() => processesWith(seconds).length === 1);
    await own.services.tasks.cancel(own.actor, id);
    const { status, completed_items } = await ended(id);
    // A handler that returns once its program has ended has completed.
    assert.equal(status, completed_items === 1 ? 'completed' : 'cancelled');
    await nothingLeft(seconds);
  });
}

test('a program of a thread that ended by itself ends too', { skip: linux }, async () => {
  const seconds = unique();
  const task = await ended(await start('programs', 'exit', seconds));
  assert.deepEqual([task.status, task.error?.type], ['failed', 'ThreadEnded']);
  await nothingLeft(seconds);
});

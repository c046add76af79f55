/** Work of the system itself (deliveries of webhooks) beside that of people: it is counted with nothing of theirs and hides nothing. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newId, systemOwnerFor, type Task } from '../../src/data/contracts/index.ts';
import { systemActor } from '../../src/services/actor.ts';
import { newTask } from '../../src/services/engine/task-changes.ts';
import { openEngine } from '../support/engine.ts';
import { waitFor } from '../support/wait-for.ts';

const SYSTEM = systemOwnerFor('webhooks', 'somebody', 'one');

function taskOf(owner_id: string, waits_for_ms: number): Task {
  return newTask({
    ...{ id: newId(), type: 'inline-probe', type_version: 1, name: 'A task', owner_id },
    ...{ priority: 5, concurrency: 1, shared: false, total_items: 1 },
    ...{ parent_id: null, request_id: null, trace: null, summary: null },
    created_at: new Date(Date.now() - waits_for_ms).toISOString(),
  });
}
test('however much of the system waits, what people wait for is found and its turns are pushed again', async () => {
  const own = await openEngine();
  // Its queue is new: the first sweep finds that all turns are lost.
  await own.sweep.run();
  const store = (count: number, owner_id: string, waits_for_ms: number) =>
    Promise.all(
      Array.from({ length: count }, () => own.data.database.tasks.create(taskOf(owner_id, waits_for_ms), {})),
    );
  await store(5_001, SYSTEM, 60_000);
  await store(1, own.actor.id, 30_000);
  const { queue } = await own.services.system.read(systemActor);
  assert.ok(queue.oldest_waiting_ms && queue.oldest_waiting_ms >= 30_000, `${queue.oldest_waiting_ms}`);
  assert.ok(queue.oldest_waiting_ms < 60_000);
  assert.equal(await own.data.queue.waiting(), 0);
  await own.sweep.run();
  assert.ok((await own.data.queue.waiting()) > 0);
  await own.stop();
});

test('a worker that runs something for the system tells only what it runs for people', async () => {
  const engine = await openEngine();
  try {
    const worker = await engine.startWorker(2);
    const start = async (owner_id: string) => {
      const task = taskOf(owner_id, 0);
      await engine.engine.create(task, { does: 'listen' });
      await engine.engine.created(task);
      await waitFor(async () => (await engine.data.database.tasks.get(task.id))?.running === 1);
    };
    await start(SYSTEM);
    assert.equal(worker.running, 0);
    await start(engine.actor.id);
    assert.equal(await waitFor(() => worker.running), 1);
  } finally {
    await engine.stop();
  }
});

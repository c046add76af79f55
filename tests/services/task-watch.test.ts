import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { BusMessages } from '../../src/data/contracts/index.ts';
import { MemoryEventBus } from '../../src/data/memory/memory-event-bus.ts';
import { Background } from '../../src/runtime/background.ts';
import { silentLog } from '../../src/runtime/log.ts';
import { KnownOwners } from '../../src/services/tasks/known-owners.ts';
import { TaskWatch } from '../../src/services/tasks/task-watch.ts';
import { taskState } from '../contract/events-contract.ts';
import { openEngine } from '../support/engine.ts';
import { waitFor } from '../support/wait-for.ts';

/** Counts who listens to changes of tasks. */
class CountedBus extends MemoryEventBus {
  listening = 0;
  override subscribe<K extends keyof BusMessages>(
    topic: K,
    listener: (message: BusMessages[K]) => void,
  ): () => void {
    const end = super.subscribe(topic, listener);
    this.listening += 1;
    return () => {
      this.listening -= 1;
      end();
    };
  }
}

test('a process reads changes of tasks only while somebody watches there', async () => {
  const engine = await openEngine();
  after(() => engine.stop());
  const { actor, data, services } = engine;
  const events = new CountedBus();
  const { database } = data;
  const watch = new TaskWatch({
    tasks: database.tasks,
    events,
    owners: new KnownOwners(database.users),
    background: new Background(silentLog),
    links: { thumbnailUrl: () => '' },
  });
  assert.equal(events.listening, 0);
  const { task } = await services.tasks.create(actor, { type: 'wait', params: { seconds: 60 } });
  const { id } = task;
  await assert.rejects(
    watch.watch(
      actor,
      `${id.slice(0, -1)}x`,
      () => {},
      () => {},
    ),
  );
  assert.equal(events.listening, 0);
  const heard: string[] = [];
  const ends = await Promise.all([
    watch.watch(
      actor,
      id,
      (state) => heard.push(state.name),
      () => {},
    ),
    watch.watch(
      actor,
      null,
      () => {},
      () => {},
    ),
  ]);
  assert.equal(events.listening, 1);
  events.publish('task', { ...taskState(id, 9), name: 'later', owner_id: actor.id });
  await waitFor(() => heard.includes('later'));
  ends[0]?.();
  assert.equal(events.listening, 1);
  ends[1]?.();
  assert.equal(events.listening, 0);
  (
    await watch.watch(
      actor,
      id,
      () => {},
      () => {},
    )
  )();
  await watch.watch(
    actor,
    null,
    () => {},
    () => {},
  );
  assert.equal(events.listening, 1);
  watch.close();
  assert.equal(events.listening, 0);
});

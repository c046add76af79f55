import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Task } from '../../src/data/contracts/index.ts';
import { aFinishedTask, aTask, nextId, type OpenedDatabase } from './samples.ts';

const DAY = '2026-03-04';
const MORNING = `${DAY}T06:00:00.000Z`;
const EVENING = `${DAY}T22:00:00.000Z`;
const NEXT_DAY = '2026-03-05T00:00:00.000Z';

/** What an owner uses of its quotas, as the store counts it. */
export function taskUseContract(opened: () => OpenedDatabase): void {
  const tasks = () => opened().database.tasks;
  const make = async (changes: Partial<Task>) => {
    const task = aTask({ created_at: MORNING, ...changes });
    await tasks().create(task, {});
    return task;
  };
  const deleted = (task: Task, deleted_at: string): Task => ({ ...task, deleted_at, revision: 2 });

  it('adds up what the tasks of an owner store, until they are purged', async () => {
    const owner_id = nextId();
    assert.equal(await tasks().storedBytesOf(owner_id), 0);
    const [first, second] = [await make({ owner_id }), await make({ owner_id })];
    await make({ stored_bytes: 7 });
    await tasks().create(aFinishedTask({ owner_id, stored_bytes: 5_000_000_000 }), {});
    await tasks().save({ ...first, stored_bytes: 1_000, revision: 2 }, 1);
    assert.equal((await tasks().get(first.id))?.stored_bytes, 1_000);
    await tasks().saveHead({ ...second, stored_bytes: 30, name: 'Another', revision: 2 }, 1);
    assert.equal(await tasks().save({ ...second, stored_bytes: 9_999, revision: 2 }, 1), false);
    assert.equal(await tasks().storedBytesOf(owner_id), 5_000_001_030);
    const gone = { ...first, stored_bytes: 1_000, deleted_at: NEXT_DAY, revision: 3 };
    assert.equal(await tasks().saveDeleted(gone, 2), true);
    assert.equal(await tasks().storedBytesOf(owner_id), 5_000_001_030);
    await tasks().delete(first.id);
    assert.equal(await tasks().storedBytesOf(owner_id), 5_000_000_030);
  });

  it('adds up the items of an owner that are being processed', async () => {
    const owner_id = nextId();
    assert.equal(await tasks().runningOf(owner_id), 0);
    const first = await make({ owner_id, running: 3 });
    await make({ owner_id, running: 2, deleted_at: EVENING });
    await make({ owner_id });
    await make({ running: 5 });
    assert.equal(await tasks().runningOf(owner_id), 5);
    await tasks().save({ ...first, running: 1, revision: 2 }, 1);
    assert.equal(await tasks().runningOf(owner_id), 3);
  });

  it('counts what was created and deleted on one day, once each, and forgets it when told to', async () => {
    const owner_id = nextId();
    const made = await Promise.all(Array.from({ length: 3 }, () => make({ owner_id })));
    const [first, second, third] = made as [Task, Task, Task];
    const saved = await Promise.all(
      [first, second].map((task) => tasks().saveDeleted(deleted(task, EVENING), 1)),
    );
    assert.deepEqual(saved, [true, true]);
    assert.equal(await tasks().saveDeleted(deleted(first, EVENING), 1), false);
    assert.equal((await tasks().get(first.id))?.deleted_at, EVENING);
    assert.equal(await tasks().deletedOn(owner_id, DAY), 2);
    await tasks().delete(first.id);
    assert.equal(await tasks().deletedOn(owner_id, DAY), 2);
    // Of what was created on another day no quota is left to count.
    await tasks().saveDeleted(deleted(third, NEXT_DAY), 1);
    assert.equal(await tasks().deletedOn(owner_id, DAY), 2);
    assert.equal(await tasks().deletedOn(owner_id, '2026-03-05'), 0);
    assert.equal(await tasks().deletedOn(nextId(), DAY), 0);
    assert.equal(await tasks().purgeDeletedCounts(DAY, 10), 0);
    assert.equal(await tasks().deletedOn(owner_id, DAY), 2);
    assert.equal(await tasks().purgeDeletedCounts('2026-03-05', 10), 1);
    assert.equal(await tasks().deletedOn(owner_id, DAY), 0);
  });
}

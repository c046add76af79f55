import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Task } from '../../src/data/contracts/index.ts';
import { aFinishedTask, aTask, at, nextId, type OpenedDatabase, shuffled, T0 } from './samples.ts';

/** Which tasks the store finds for those who work on them: claims, rescue, the purge. */
export function taskWorkContract(opened: () => OpenedDatabase): void {
  const tasks = () => opened().database.tasks;
  const make = async (changes: Partial<Task> = {}, params: unknown = {}) => {
    const task = aTask(changes);
    assert.equal(await tasks().create(task, params), true);
    return task;
  };
  const ids = (list: Task[]) => list.map((task) => task.id);

  it('knows what an owner may have claimed: highest priority first, then oldest', async () => {
    const owner_id = nextId();
    const low = aTask({ owner_id, priority: 1 });
    const first = aTask({ owner_id });
    const later = aTask({ owner_id, next_available_at: at(60) });
    const second = aTask({ owner_id });
    const high = aTask({ owner_id, priority: 9 });
    const none = aTask({ owner_id, priority: 10, next_available_at: null });
    for (const task of shuffled([low, first, later, second, high, none, aTask()]))
      await tasks().create(task, {});
    const claimable = async (now: string, limit = 10) => ids(await tasks().claimable(owner_id, now, limit));
    assert.deepEqual(await claimable(T0), ids([high, first, second, low]));
    assert.deepEqual(await claimable(T0, 2), ids([high, first]));
    assert.deepEqual(await claimable(at(60)), ids([high, first, later, second, low]));
    assert.deepEqual(await claimable(at(-1)), []);
    await tasks().save({ ...first, next_available_at: null, running: 1, revision: 2 }, 1);
    await tasks().save({ ...none, next_available_at: T0, revision: 2 }, 1);
    assert.deepEqual(await claimable(T0), ids([none, high, second, low]));
  });

  it('knows what an owner may have claimed of some types', async () => {
    const owner_id = nextId();
    const task = (type: string, priority: number) => aTask({ owner_id, type, priority });
    const [a, b, c, d] = [task('wait', 1), task('image', 9), task('wait', 5), task('other', 7)];
    for (const one of [a, b, c, d]) await tasks().create(one, {});
    const claimable = async (types: string[], limit = 10) =>
      ids(await tasks().claimable(owner_id, T0, limit, types));
    assert.deepEqual(await claimable(['wait', 'other']), ids([d, c, a]));
    assert.deepEqual(await claimable(['wait', 'other'], 2), ids([d, c]));
    assert.deepEqual(await claimable(['nothing']), []);
    assert.deepEqual(await claimable([]), []);
  });

  it('walks waiting and running tasks in the order of their ids', async () => {
    const start = nextId();
    const soon = aTask({ next_available_at: at(-500) });
    const busy = aTask({ running: 2, next_available_at: null });
    const both = aTask({ running: 1, next_available_at: at(-400) });
    const later = aTask({ next_available_at: at(-100) });
    const idle = aFinishedTask();
    for (const task of shuffled([soon, busy, both, later, idle])) await tasks().create(task, {});
    const waiting = async (before: string, limit: number, after_id?: string) =>
      ids(await tasks().waiting(before, limit, after_id));
    assert.deepEqual(await waiting(at(-300), 10), ids([soon, both]));
    assert.deepEqual(await waiting(at(-300), 1), ids([soon]));
    assert.deepEqual(await waiting(at(-300), 10, soon.id), ids([both]));
    assert.deepEqual(await waiting(at(-50), 10, start), ids([soon, both, later]));
    assert.deepEqual(await waiting(at(-300), 10, both.id), []);
    assert.deepEqual(ids(await tasks().running(10, start)), ids([busy, both]));
    assert.deepEqual(ids(await tasks().running(1, start)), ids([busy]));
    assert.deepEqual(ids(await tasks().running(10, busy.id)), ids([both]));
    await tasks().save({ ...busy, running: 0, revision: 2 }, 1);
    assert.deepEqual(ids(await tasks().running(10, start)), ids([both]));
  });

  it('walks the owners of waiting tasks, each once', async () => {
    const start = nextId();
    const [first, second, third, idle] = [nextId(), nextId(), nextId(), nextId()];
    for (const owner_id of [second, first, second, third, second, first]) await make({ owner_id });
    await make({ owner_id: third, next_available_at: at(3_600) });
    await make({ owner_id: idle, next_available_at: null, running: 1 });
    assert.deepEqual(await tasks().waitingOwners(10, start), [first, second, third]);
    assert.deepEqual(await tasks().waitingOwners(2, start), [first, second]);
    assert.deepEqual(await tasks().waitingOwners(10, first), [second, third]);
    assert.deepEqual(await tasks().waitingOwners(10, third), []);
  });

  it('knows the tasks of an owner that nobody has stopped', async () => {
    const owner_id = nextId();
    const open = [
      await make({ owner_id }),
      await make({ owner_id, status: 'processing' }),
      await make({ owner_id, deleted_at: T0 }),
    ];
    await make({ owner_id, status: 'cancelling' });
    await make({ owner_id, status: 'cancelling', deleted_at: T0 });
    for (const status of ['completed', 'failed', 'cancelled'] as const) {
      await tasks().create(aFinishedTask({ owner_id, status }), {});
    }
    assert.deepEqual(ids(await tasks().activeOf(owner_id, 10)).sort(), ids(open));
    assert.equal((await tasks().activeOf(owner_id, 2)).length, 2);
    assert.deepEqual(await tasks().activeOf(nextId(), 10), []);
  });

  it('knows what finished before a time, oldest first', async () => {
    const old = [-90_003, -90_002, -90_001].map((seconds) => aFinishedTask({ finished_at: at(seconds) }));
    for (const task of shuffled(old)) await tasks().create(task, {});
    assert.deepEqual(ids(await tasks().finishedBefore(at(-90_000), 10)), ids(old));
    assert.deepEqual(ids(await tasks().finishedBefore(at(-90_000), 2)), ids(old.slice(0, 2)));
    assert.deepEqual(ids(await tasks().finishedBefore(at(-90_003), 10)), []);
    const again = { ...(old[0] as Task), status: 'processing' as const, finished_at: null, revision: 2 };
    assert.equal(await tasks().save(again, 1), true);
    assert.deepEqual(ids(await tasks().finishedBefore(at(-90_000), 10)), ids(old.slice(1)));
  });

  it('hides deleted tasks from lists and counts, and knows them until they are purged', async () => {
    const owner_id = nextId();
    const kept = await make({ owner_id });
    const gone = await make({ owner_id, shared: true, name: 'Vanishing' });
    assert.equal(await tasks().save({ ...gone, deleted_at: at(5), revision: 2 }, 1), true);
    assert.deepEqual(ids((await tasks().page({ owner_id, limit: 10 })).tasks), [kept.id]);
    assert.deepEqual(await tasks().count({ owner_id }, 10), { count: 1, complete: true });
    const words = ['vanishing'];
    for (const filter of [{ words }, { visible_to: owner_id, words }, { status: [gone.status], words }]) {
      assert.deepEqual((await tasks().page({ ...filter, limit: 10 })).tasks, []);
      assert.deepEqual(await tasks().count(filter, 10), { count: 0, complete: true });
    }
    assert.equal((await tasks().get(gone.id))?.deleted_at, at(5));
    assert.ok(ids(await tasks().claimable(owner_id, T0, 10)).includes(gone.id));
    assert.ok(!ids(await tasks().deleted(100)).includes(gone.id), 'it may still run');
    const ended = {
      ...gone,
      deleted_at: at(5),
      status: 'cancelled',
      finished_at: at(6),
      revision: 3,
    } as const;
    assert.equal(await tasks().save(ended, 2), true);
    assert.ok(ids(await tasks().deleted(100)).includes(gone.id));
    await tasks().delete(gone.id);
    assert.ok(!ids(await tasks().deleted(100)).includes(gone.id));
  });

  it('takes a task that is hidden from its beginning, and can run', async () => {
    const owner_id = nextId();
    const hidden = await make({ owner_id, name: 'Concealed', deleted_at: at(0) });
    assert.deepEqual((await tasks().page({ owner_id, limit: 10 })).tasks, []);
    assert.deepEqual((await tasks().page({ words: ['concealed'], limit: 10 })).tasks, []);
    assert.deepEqual(await tasks().count({ owner_id }, 10), { count: 0, complete: true });
    assert.deepEqual(ids(await tasks().claimable(owner_id, T0, 10)), [hidden.id]);
    await tasks().delete(hidden.id);
    assert.equal(await tasks().get(hidden.id), null);
  });

  it('finds what finished within a time, of these owners, the first to end first', async () => {
    const [one, two, other] = [nextId(), nextId(), nextId()];
    const finished = (owner_id: string, seconds: number) =>
      make({ owner_id, status: 'completed', slots: [], finished_at: at(seconds), next_available_at: null });
    const before = await finished(one, 7_999);
    const [c, a, b] = [await finished(one, 8_003), await finished(one, 8_000), await finished(two, 8_001)];
    await finished(other, 8_002);
    await finished(two, 8_004);
    const between = (limit: number, owners = [one, two]) =>
      tasks().finishedBetween(at(8_000), at(8_004), owners, limit);
    assert.deepEqual(ids(await between(10)), [a.id, b.id, c.id]);
    assert.deepEqual(ids(await between(2)), [a.id, b.id]);
    assert.deepEqual(await between(10, [nextId()]), []);
    assert.ok(!ids(await between(10)).includes(before.id));
  });
}

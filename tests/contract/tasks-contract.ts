import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Task } from '../../src/data/contracts/index.ts';
import {
  aFinishedTask,
  aSlot,
  aTask,
  at,
  nextId,
  type OpenedDatabase,
  plain,
  shuffled,
  T0,
} from './samples.ts';

export function tasksContract(opened: () => OpenedDatabase): void {
  const tasks = () => opened().database.tasks;
  const make = async (changes: Partial<Task> = {}, params: unknown = {}) => {
    const task = aTask(changes);
    assert.equal(await tasks().create(task, params), true);
    return task;
  };
  const ids = (list: Task[]) => list.map((task) => task.id);

  it('keeps what was created, whole, with its params', async () => {
    const params = {
      prompt: '一只猫 "on" a \\ roof\u0000',
      variables: { a: ['1', '2'] },
      deep: [null, 1.5, { x: true }],
    };
    const slots = [aSlot(), aSlot({ index: 1, available_at: at(3), failures: 2 })];
    const task = await make({ name: '图片矩阵', shared: true, priority: 10, slots, total_items: 9 }, params);
    assert.deepEqual(plain(await tasks().get(task.id)), task);
    assert.deepEqual(plain(await tasks().getParams(task.id)), params);
    assert.equal(await tasks().get(nextId()), null);
    assert.equal(await tasks().get('no id at all'), null);
    assert.equal((await tasks().getParams(nextId())) ?? null, null);
  });

  it('makes one task of an id', async () => {
    const task = aTask();
    const outcomes = await Promise.all(
      [1, 2, 3].map((n) => tasks().create({ ...task, name: `${n}` }, { n })),
    );
    assert.equal(outcomes.filter(Boolean).length, 1);
    assert.deepEqual(plain(await tasks().getParams(task.id)), { n: outcomes.indexOf(true) + 1 });
  });

  it('saves the live part by compare-and-set on the revision, and nothing of the head', async () => {
    const task = await make({}, { kept: true });
    const changed: Task = {
      ...task,
      status: 'processing',
      slots: [aSlot({ attempt: 1, state: 'processing', worker_id: 'w1', progress: 12.5 })],
      progress: 12.5,
      revision: 2,
      started_at: at(1),
      updated_at: at(1),
      running: 1,
      next_available_at: null,
    };
    assert.equal(await tasks().save({ ...changed, name: 'Another', owner_id: nextId() }, 1), true);
    assert.deepEqual(plain(await tasks().get(task.id)), changed);
    assert.deepEqual(plain(await tasks().getParams(task.id)), { kept: true });
    assert.equal(await tasks().save({ ...changed, revision: 2 }, 1), false);
    assert.equal(await tasks().save(aTask({ revision: 2 }), 1), false);
    const finished: Task = {
      ...changed,
      status: 'failed',
      slots: [],
      error: { type: 'TimeoutError', message: 'Took too long' },
      finished_at: at(9),
      revision: 3,
      running: 0,
      failed_items: 1,
    };
    assert.equal(await tasks().save(finished, 2), true);
    assert.deepEqual(plain(await tasks().get(task.id)), finished);
  });

  it('saves what may change of the head, which searches then find, and the params where they are given', async () => {
    const task = await make({ name: 'Amber lake', priority: 5 }, { old: true });
    const found = async (word: string) => ids((await tasks().page({ words: [word], limit: 10 })).tasks);
    const changed: Task = {
      ...task,
      name: 'Crimson 图片',
      priority: 9,
      shared: true,
      total_items: 7,
      picks: { cancelled: [[1, 3]], again: [{ index: 0, attempt: 2 }], rest_cancelled: false, edition: 1 },
      revision: 2,
      updated_at: at(1),
    };
    assert.equal(await tasks().saveHead({ ...changed, owner_id: nextId(), type: 'other' }, 1), true);
    assert.deepEqual(plain(await tasks().get(task.id)), changed);
    assert.deepEqual(plain(await tasks().getParams(task.id)), { old: true });
    assert.deepEqual([await found('crimson'), await found('amber')], [[task.id], []]);
    assert.deepEqual(
      ids((await tasks().page({ visible_to: nextId(), words: ['crimson'], limit: 9 })).tasks),
      [task.id],
    );
    assert.equal(await tasks().saveHead({ ...changed, name: 'Late', revision: 2 }, 1), false);
    assert.equal(await tasks().saveHead({ ...changed, revision: 3 }, 2, { new: ['x\ud83d'] }), true);
    assert.deepEqual(plain(await tasks().getParams(task.id)), { new: ['x\ufffd'] });
    assert.deepEqual(await found('late'), []);
    assert.deepEqual(ids(await tasks().claimable(task.owner_id, T0, 9)), [task.id]);
  });

  it('holds no half character', async () => {
    const error = { type: 'E', message: 'cut \ud83d', stack: 'at \udc00' };
    const task = await make({ name: 'half \ud83d', error }, { '\ud83d': ['\udc00 x'] });
    const stored = JSON.stringify([await tasks().get(task.id), await tasks().getParams(task.id)]);
    assert.doesNotMatch(stored, /\\ud[89a-f]/i);
    assert.match(stored, /"half \ufffd".*"cut \ufffd"/);
  });

  it('lets exactly one of many concurrent saves win', async () => {
    const task = await make();
    for (let revision = 1; revision <= 20; revision += 1) {
      const outcomes = await Promise.all(
        [0, 1, 2, 3, 4, 5, 6, 7].map((progress) =>
          tasks().save({ ...task, progress, revision: revision + 1 }, revision),
        ),
      );
      assert.equal(outcomes.filter(Boolean).length, 1);
      const stored = await tasks().get(task.id);
      assert.equal(stored?.progress, outcomes.indexOf(true));
      assert.equal(stored?.revision, revision + 1);
    }
  });

  it('returns the ones asked for that exist', async () => {
    const [a, b] = [await make(), await make()];
    assert.deepEqual(ids(await tasks().getMany([b.id, nextId(), a.id])).sort(), [a.id, b.id]);
    assert.deepEqual(await tasks().getMany([]), []);
  });

  it('removes a task with its params', async () => {
    const task = await make();
    await tasks().delete(task.id);
    await tasks().delete(task.id);
    assert.equal(await tasks().get(task.id), null);
    assert.equal((await tasks().getParams(task.id)) ?? null, null);
    assert.equal(await tasks().save({ ...task, revision: 2 }, 1), false);
    assert.equal(await tasks().create(task, {}), true);
  });

  it('takes many at once', async () => {
    const owner_id = nextId();
    const many = Array.from({ length: 300 }, (_, n) => aTask({ owner_id, priority: (n % 10) + 1 }));
    const created = await Promise.all(many.map((task) => tasks().create(task, { id: task.id })));
    assert.ok(created.every(Boolean));
    assert.deepEqual(await tasks().count({ owner_id }, 1000), { count: 300, complete: true });
    const saved = await Promise.all(many.map((task) => tasks().save({ ...task, revision: 2 }, 1)));
    assert.ok(saved.every(Boolean));
    await Promise.all(many.map((task) => tasks().delete(task.id)));
    assert.deepEqual(await tasks().count({ owner_id }, 1000), { count: 0, complete: true });
  });

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

  it('knows the unfinished tasks of an owner', async () => {
    const owner_id = nextId();
    const open = [
      await make({ owner_id }),
      await make({ owner_id, status: 'processing' }),
      await make({ owner_id, status: 'cancelling', deleted_at: T0 }),
    ];
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

  it('still has everything after it was opened again', async (test) => {
    const { reopen } = opened();
    if (!reopen) return test.skip('this engine cannot be opened again');
    const task = await make({ name: 'Survivor' }, { survives: true });
    opened().database = await reopen();
    assert.deepEqual(plain(await tasks().get(task.id)), task);
    assert.deepEqual(plain(await tasks().getParams(task.id)), { survives: true });
  });
}

import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Task } from '../../src/data/contracts/index.ts';
import { inParts } from '../support/in-parts.ts';
import { anEarlierRun, aSlot, aTask, at, nextId, type OpenedDatabase, plain, T0 } from './samples.ts';

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

  it('creates several in one write: those whose id is taken are not replaced', async () => {
    const known = await make({ name: 'known' }, { n: 0 });
    const [first, last] = [aTask(), aTask()];
    const made = [first, { ...known, name: 'other' }, last].map((task, n) => ({ task, params: { n } }));
    assert.deepEqual(await tasks().createMany(made), [true, false, true]);
    assert.equal((await tasks().getMany([first.id, last.id])).length, 2);
    assert.deepEqual(plain(await tasks().getParams(last.id)), { n: 2 });
    assert.deepEqual(plain(await tasks().get(known.id)), known);
    assert.deepEqual(plain(await tasks().getParams(known.id)), { n: 0 });
  });

  it('creates none of several when one of them cannot be stored', async () => {
    const all = [aTask(), aTask(), aTask()];
    // Neither engine can store such a name, and the type does not allow it.
    const name: unknown = Symbol('no text');
    const made = all.map((task, at) => ({
      task: at === 1 ? { ...task, name: name as string } : task,
      params: {},
    }));
    await assert.rejects(tasks().createMany(made));
    assert.deepEqual(await tasks().getMany(ids(all)), []);
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
    // As stored before; what is the same need not be written.
    assert.equal(await tasks().save(finished, 2, changed), true);
    assert.deepEqual(plain(await tasks().get(task.id)), finished);
    assert.equal(await tasks().save({ ...finished, revision: 4 }, 2, finished), false);
    assert.deepEqual(ids((await tasks().page({ status: ['failed'], limit: 10 })).tasks), [task.id]);
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
      picks: {
        cancelled: [[1, 3]],
        again: [{ index: 0, attempt: 2 }],
        rest_cancelled: false,
        edition: 1,
        runs: [anEarlierRun],
      },
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
    await inParts(many, (task) => tasks().delete(task.id));
    assert.deepEqual(await tasks().count({ owner_id }, 1000), { count: 0, complete: true });
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

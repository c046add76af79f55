import assert from 'node:assert/strict';
import { before, it } from 'node:test';
import {
  TASK_STATUSES,
  type Task,
  type TaskFilter,
  type TaskPageQuery,
} from '../../src/data/contracts/index.ts';
import { inParts } from '../support/in-parts.ts';
import { aTask, type Combinations, nextId, type OpenedDatabase, plain, shuffled } from './samples.ts';

export function taskPagesContract(opened: () => OpenedDatabase, combinations: Combinations): void {
  const tasks = () => opened().database.tasks;
  const [ada, bob, eve] = [nextId(), nextId(), nextId()];
  const parent = nextId();
  const all: Task[] = [];
  const types = ['image', 'wait', 'report'];

  before(async () => {
    for (let n = 0; n < 120; n += 1) {
      all.push(
        aTask({
          owner_id: n % 3 === 0 ? ada : bob,
          shared: n % 4 === 0,
          status: TASK_STATUSES[n % TASK_STATUSES.length] as Task['status'],
          type: types[(n >> 1) % types.length] as string,
          failed_items: n % 7 < 3 ? 1 : 0,
          parent_id: n % 6 === 0 ? parent : null,
          name: n % 5 === 0 ? `Blue image ${n}` : `Green picture ${n}`,
        }),
      );
    }
    await inParts(shuffled(all), (task) => tasks().create(task, {}));
  });

  /** What the contract says, in the plainest words. */
  const expected = (filter: TaskFilter): string[] =>
    all
      .filter(
        (task) =>
          (!filter.visible_to || task.owner_id === filter.visible_to || task.shared) &&
          (!filter.owner_id || task.owner_id === filter.owner_id) &&
          (!filter.status || filter.status.includes(task.status)) &&
          (!filter.has_failures || task.failed_items > 0) &&
          (!filter.parent_id || task.parent_id === filter.parent_id) &&
          (!filter.created_after || timeOf(task) >= filter.created_after) &&
          (!filter.created_before || timeOf(task) < filter.created_before) &&
          (!filter.type || task.type === filter.type) &&
          (filter.words ?? []).every((word) =>
            task.name
              .toLowerCase()
              .split(' ')
              .some((one) => one.startsWith(word)),
          ),
      )
      .map((task) => task.id)
      .sort()
      .reverse();

  const timeOf = ({ id }: Task) =>
    new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).toISOString();
  const created = (n: number) => timeOf(all[n] as Task);

  const choices = (): { [K in keyof TaskFilter]-?: (TaskFilter[K] | undefined)[] } => ({
    visible_to: [undefined, ada, eve],
    owner_id: [undefined, ada, bob, eve],
    status: [undefined, ['completed'], ['pending', 'failed'], []],
    type: [undefined, 'image', 'nothing'],
    words: [undefined, ['blue'], ['im', 'blu'], ['missing']],
    has_failures: [undefined, true],
    parent_id: [undefined, parent],
    created_after: [undefined, created(30)],
    created_before: [undefined, created(90)],
  });
  /**
   * All combinations are too many: each is met where nothing is left of the division by a prime. Every three values meet in those of 31, and
   * nearly every four; every two in those of 211.
   */
  const filters: TaskFilter[] = [];
  before(() => {
    const combined = Object.entries(choices()).reduce<TaskFilter[]>(
      (list, [key, values]) =>
        values.flatMap((value) =>
          list.map((filter) => (value === undefined ? filter : { ...filter, [key]: value })),
        ),
      [{}],
    );
    const apart = combinations === 'few' ? 211 : 31;
    filters.push(...combined.filter((_, at) => at % apart === 0));
  });
  const page = async (query: TaskPageQuery) => (await tasks().page(query)).tasks.map((task) => task.id);

  const count = async (filter: TaskFilter, cap: number) => {
    const { count, complete } = await tasks().count(filter, cap);
    assert.ok(complete);
    return count;
  };

  it('answers every combination of filters, newest first', async () => {
    for (const filter of filters) {
      const wanted = expected(filter);
      assert.deepEqual(await page({ ...filter, limit: 200 }), wanted, JSON.stringify(filter));
    }
  });

  it('counts every combination to the cap', async () => {
    for (const filter of filters) {
      const wanted = expected(filter).length;
      assert.equal(await count(filter, 1000), wanted, JSON.stringify(filter));
      assert.equal(await count(filter, 7), Math.min(7, wanted), JSON.stringify(filter));
    }
  });

  it('pages by cursor and by offset through every combination', async () => {
    for (const filter of filters) {
      const wanted = expected(filter);
      const middle = wanted[4];
      assert.deepEqual(
        await page({ ...filter, limit: 3, offset: 2 }),
        wanted.slice(2, 5),
        JSON.stringify(filter),
      );
      if (middle === undefined) continue;
      assert.deepEqual(
        await page({ ...filter, limit: 4, after_id: middle }),
        wanted.slice(5, 9),
        JSON.stringify(filter),
      );
    }
  });

  it('pages oldest first through every combination', async () => {
    for (const filter of filters) {
      const wanted = expected(filter).reverse();
      const oldest = { ...filter, order: 'oldest' } as const;
      assert.deepEqual(
        await page({ ...oldest, limit: 3, offset: 2 }),
        wanted.slice(2, 5),
        JSON.stringify(filter),
      );
      const middle = wanted[4];
      if (middle === undefined) continue;
      assert.deepEqual(
        await page({ ...oldest, limit: 4, after_id: middle }),
        wanted.slice(5, 9),
        JSON.stringify(filter),
      );
    }
  });

  it('walks to the end by cursor, each task once', async () => {
    const seen: string[] = [];
    for (let after_id: string | undefined; ; after_id = seen[seen.length - 1]) {
      const found = await page({ visible_to: ada, limit: 7, ...(after_id ? { after_id } : {}) });
      seen.push(...found);
      if (found.length < 7) break;
    }
    assert.deepEqual(seen, expected({ visible_to: ada }));
  });

  it('goes on from a cursor whose task is gone', async () => {
    const wanted = expected({});
    const cursor = nextId();
    assert.deepEqual(await page({ limit: 3, after_id: cursor }), wanted.slice(0, 3));
  });

  it('counts anew after each write', async () => {
    const fresh = aTask({ owner_id: eve, status: 'failed' });
    const filter: TaskFilter = { owner_id: eve };
    assert.equal(await count(filter, 9), 0);
    await tasks().create(fresh, {});
    assert.equal(await count(filter, 9), 1);
    assert.equal(await count({ ...filter, status: ['completed'] }, 9), 0);
    await tasks().save({ ...fresh, status: 'completed', revision: 2 }, 1);
    assert.equal(await count({ ...filter, status: ['completed'] }, 9), 1);
    await tasks().delete(fresh.id);
    assert.equal(await count(filter, 9), 0);
  });

  it('gives whole tasks', async () => {
    const [found] = (await tasks().page({ visible_to: ada, limit: 1 })).tasks;
    const task = all.find(({ id }) => id === found?.id);
    assert.deepEqual(plain(found), task);
    // Read again, when it may be known, and after a change.
    assert.deepEqual(plain((await tasks().page({ visible_to: ada, limit: 1 })).tasks[0]), task);
    const changed = { ...(task as Task), progress: 7, revision: 2 };
    assert.equal(await tasks().save(changed, 1), true);
    assert.deepEqual(plain((await tasks().page({ visible_to: ada, limit: 1 })).tasks[0]), changed);
    Object.assign(task as Task, changed);
  });
}

import assert from 'node:assert/strict';
import { before, it } from 'node:test';
import type { SearchLimits, TaskFilter, TaskPageQuery } from '../../src/data/contracts/index.ts';
import { inParts } from '../support/in-parts.ts';
import { aTask, type Combinations, nextId, type OpenedDatabase, shuffled } from './samples.ts';

/** So small that a few dozen tasks are many. */
export const TINY_LIMITS: SearchLimits = { complete: 10, rare: 3, few: 3, first: 4, slice: 5, page: 10 };

/** What a search does that may not look at everything. */
export function taskLimitsContract(opened: () => OpenedDatabase, combinations: Combinations): void {
  const tasks = () => opened().database.tasks;
  const [ada, bob] = [nextId(), nextId()];
  const all = Array.from({ length: 60 }, (_, n) =>
    aTask({
      owner_id: n % 4 === 0 ? ada : bob,
      shared: n % 6 === 0,
      status: n % 2 ? 'completed' : 'failed',
      type: n % 3 ? 'image' : 'wait',
      failed_items: n % 5 === 0 ? 2 : 0,
      // Red and blue never meet; green is in all, and meets old in the oldest alone.
      name: `green ${n % 2 ? 'red' : 'blue'} ${n < 10 ? 'old' : 'new'} ${n === 30 ? 'unique' : ''}`,
    }),
  );

  before(async () => {
    await inParts(shuffled(all), (task) => tasks().create(task, {}));
  });

  const expected = ({ visible_to, owner_id, status, type, has_failures, words = [] }: TaskFilter): string[] =>
    all
      .filter(
        (task) =>
          (visible_to === undefined || task.owner_id === visible_to || task.shared) &&
          (owner_id === undefined || task.owner_id === owner_id) &&
          (status === undefined || status.includes(task.status)) &&
          (type === undefined || task.type === type) &&
          (!has_failures || task.failed_items > 0) &&
          words.every((word) => task.name.split(' ').some((one) => one.startsWith(word))),
      )
      .map(({ id }) => id)
      .reverse();

  const scopes: TaskFilter[] = [
    {},
    { visible_to: ada },
    { visible_to: bob },
    { owner_id: ada },
    { visible_to: ada, owner_id: bob },
    { visible_to: nextId() },
  ];
  const asked: TaskFilter[] = [
    { words: ['green'] },
    { words: ['red', 'blue'] },
    { words: ['green', 'old'] },
    { words: ['gr', 're', 'ne'] },
    { words: ['green', 'unique'] },
    { words: ['red'], status: ['failed'] },
    { words: ['red'], status: ['completed'] },
    { words: ['green'], status: ['cancelled'] },
    { words: ['green'], type: 'wait' },
    { words: ['old'], type: 'image', status: ['failed'] },
    { words: ['none', 'green'] },
    { words: ['green'], has_failures: true },
    { words: ['red', 'new'], has_failures: true, type: 'image', status: ['completed'] },
    { words: ['red'], status: ['failed', 'completed'] },
    { words: ['green', 'new'], status: ['failed', 'cancelled'], type: 'image' },
  ];
  const filters = scopes.flatMap((scope, at) =>
    asked
      // Few: each of what is asked once, in one scope after another.
      .filter((_, nth) => combinations === 'all' || nth % scopes.length === at)
      .map((one) => ({ ...scope, ...one })),
  );

  /** All pages from the first to the end by the cursor, and how many of them were short. */
  async function follow(query: Omit<TaskPageQuery, 'after_id'>): Promise<{ seen: string[]; short: number }> {
    const seen: string[] = [];
    let short = 0;
    let after_id: string | undefined;
    for (let pages = 0; pages < 100; pages += 1) {
      const page = await tasks().page({ ...query, after_id });
      seen.push(...page.tasks.map(({ id }) => id));
      if (page.tasks.length === query.limit) after_id = page.tasks.at(-1)?.id;
      else if (page.searched_to !== null) {
        after_id = page.searched_to;
        short += 1;
      } else return { seen, short };
    }
    return assert.fail(`no end: ${JSON.stringify(query)}`);
  }

  for (const order of ['newest', 'oldest'] as const) {
    it(`gives each match once to whoever follows the cursor to the end, ${order} first, also where pages are short`, async () => {
      let pages_short = 0;
      for (const [at, filter] of filters.entries()) {
        // What is asked meets both limits, because the number of filters of a scope is odd; the other order has the other limit.
        const limit = (at % 2 === 0) === (order === 'newest') ? 2 : 5;
        const { seen, short } = await follow({ ...filter, order, limit });
        const wanted = expected(filter);
        if (order === 'oldest') wanted.reverse();
        assert.deepEqual(seen, wanted, JSON.stringify({ filter, limit }));
        pages_short += short;
      }
      assert.ok(pages_short > 0, 'no page was short');
    });
  }

  it('never counts more than there are, and says whether there may be more', async () => {
    for (const filter of filters) {
      const { count, complete } = await tasks().count(filter, 100);
      const wanted = expected(filter).length;
      if (complete) assert.equal(count, wanted, JSON.stringify(filter));
      else assert.ok(count <= wanted, JSON.stringify(filter));
    }
  });

  it('stops where two common words never meet', async () => {
    const filter = { words: ['red', 'blue'] };
    const page = await tasks().page({ ...filter, limit: 5 });
    assert.deepEqual(page.tasks, []);
    assert.ok(page.searched_to !== null && page.searched_to > (all[0]?.id as string));
    assert.deepEqual(await tasks().count(filter, 100), { count: 0, complete: false });
  });

  it('looks at all of what is rare', async () => {
    const rare: TaskFilter[] = [{ words: ['green', 'unique'] }, { words: ['green'], status: ['cancelled'] }];
    for (const filter of rare) {
      const wanted = expected(filter);
      const { tasks: found, searched_to } = await tasks().page({ ...filter, limit: 5 });
      assert.deepEqual([found.map(({ id }) => id), searched_to], [wanted, null]);
      assert.deepEqual(await tasks().count(filter, 100), { count: wanted.length, complete: true });
    }
  });

  it('lists as it pages and counts, and without words completely', async () => {
    const alone: TaskFilter = { status: ['cancelled'], type: 'image' };
    for (const [at, filter] of [...filters, ...scopes, alone].entries()) {
      const query = { ...filter, limit: 4, order: at % 2 ? 'oldest' : 'newest' } as const;
      const { total, ...page } = await tasks().list(query, 100);
      assert.deepEqual(page, await tasks().page(query), JSON.stringify(query));
      if (total.complete) assert.equal(total.count, expected(filter).length, JSON.stringify(query));
      // A list that begins with the newest has looked at what a count looks at.
      if (query.order === 'newest')
        assert.deepEqual(total, await tasks().count(filter, 100), JSON.stringify(query));
      if (filter.words) continue;
      assert.deepEqual(total, { count: expected(filter).length, complete: true });
      assert.equal(page.searched_to, null);
    }
  });
}

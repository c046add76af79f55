import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, it } from 'node:test';
import type { Database, TaskFilter, TaskStatus } from '../../src/data/contracts/index.ts';
import { addHasWords } from '../../src/data/sqlite/has-words.ts';
import { openSqlite } from '../../src/data/sqlite/open-sqlite.ts';
import { AFTER_ALL } from '../../src/data/sqlite/row-order.ts';
import { itemsByStatus } from '../../src/data/sqlite/stores/items.ts';
import { taskStatements } from '../../src/data/sqlite/stores/tasks.ts';
import { overdueDeliveries, pendingCount } from '../../src/data/sqlite/stores/webhooks.ts';
import { countQueries, pageQuery, type Query } from '../../src/data/sqlite/task-page-query.ts';
import { searchStatements } from '../../src/data/sqlite/task-search.ts';
import {
  failuresCountQuery,
  searchTerms,
  sliceCountQuery,
  slicePageQuery,
  statusCountQuery,
  termCountQuery,
  wholeCountQuery,
  wholePageQuery,
} from '../../src/data/sqlite/task-search-query.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { aTask } from './samples.ts';

/** Every way to ask for tasks is answered from an index, in its order: with a million tasks as with one. */
describe('query plans of tasks', () => {
  let database: Database;
  let reader: DatabaseSync;
  before(async () => {
    const folder = await tempFolder();
    database = await openSqlite(folder, { exclusive: true });
    reader = new DatabaseSync(join(folder, 'backend2.db'), { readOnly: true });
    addHasWords(reader);
  });
  after(async () => {
    reader.close();
    await database.close();
  });

  const check = (sql: string) => {
    const plan = reader.prepare(`EXPLAIN QUERY PLAN ${sql}`).all();
    const steps = plan.map((row) => String(row.detail));
    assert.ok(steps.length > 0);
    for (const step of steps) {
      assert.doesNotMatch(step, /SCAN tasks\b/, `${sql}\n${steps.join('\n')}`);
      assert.doesNotMatch(step, /TEMP B-TREE/, `${sql}\n${steps.join('\n')}`);
    }
    return steps.join('\n');
  };

  it('messages that wait for a webhook are counted and found by an index of them alone', () => {
    assert.match(check(pendingCount), /USING COVERING INDEX webhook_deliveries_pending/);
    assert.match(check(overdueDeliveries), /SEARCH .* USING INDEX webhook_deliveries_due/);
  });

  it('items with a status are found by an index alone, without their results', () => {
    assert.match(check(itemsByStatus), /USING COVERING INDEX items_status/);
  });

  const choices: { [K in keyof TaskFilter]-?: NonNullable<TaskFilter[K]> } = {
    visible_to: 'a',
    owner_id: 'b',
    status: ['completed'],
    type: 'image',
    words: ['blue', 'im'],
    has_failures: true,
    parent_id: 'p',
    created_after: '2026-01-01T00:00:00.000Z',
    created_before: '2027-01-01T00:00:00.000Z',
  };
  const keys = Object.keys(choices) as (keyof TaskFilter)[];
  const single: TaskFilter[] = Array.from({ length: 2 ** keys.length }, (_, bits) =>
    Object.fromEntries(keys.filter((_, at) => bits & (1 << at)).map((key) => [key, choices[key]])),
  );
  const filters = single.flatMap((filter) =>
    filter.status ? [filter, { ...filter, status: ['pending', 'failed'] as TaskStatus[] }] : [filter],
  );
  const slice = { from: 1n, below: AFTER_ALL };
  const windows = [false, true].map((oldest_first) => ({ ...slice, oldest_first, limit: 20, offset: 0 }));

  it('pages and counts, also where few names are compared one by one', () => {
    for (const filter of filters) {
      for (const window of windows) check(pageQuery('tasks.id', filter, window).sql);
      for (const range of [null, slice]) {
        for (const { sql } of countQueries(filter, range, 1000)) check(sql);
      }
    }
  });

  it('searches', () => {
    for (const filter of filters) {
      if (!filter.words) continue;
      const terms = searchTerms(filter) as string[];
      for (const window of windows) {
        check(wholePageQuery(filter, terms, window).sql);
        check(slicePageQuery(filter, terms, window, { limit: 20, cap: 1000 }).sql);
        check(sliceCountQuery(filter, terms, window, 1000).sql);
      }
      check(wholeCountQuery(filter, terms, slice, 1000).sql);
      for (const term of terms) check(termCountQuery(term, 100).sql);
      if (filter.status) check(statusCountQuery(filter, 100).sql);
      if (filter.has_failures) check(failuresCountQuery(100).sql);
    }
  });

  it('the statements with fixed text', () => {
    for (const sql of Object.values(taskStatements)) check(sql);
    for (const sql of Object.values(searchStatements))
      assert.match(
        String(reader.prepare(`EXPLAIN QUERY PLAN ${sql}`).get()?.detail),
        /^SEARCH .* INTEGER PRIMARY KEY/,
      );
  });

  it('gives the same rows whichever way a search is asked', async () => {
    const many = Array.from({ length: 200 }, (_, n) =>
      aTask({
        owner_id: n % 2 ? 'a' : 'b',
        shared: n % 5 === 0,
        status: n % 3 ? 'completed' : 'failed',
        type: n % 7 ? 'image' : 'wait',
        name: `Blue image ${n}`,
      }),
    );
    await Promise.all(many.map((task) => database.tasks.create(task, {})));
    const ids = ({ sql, values }: Query) =>
      reader
        .prepare(sql)
        .all(...values)
        .map((row) => row.id);
    const number = ({ sql, values }: Query) => reader.prepare(sql).get(...values)?.n;
    for (const owner of [{}, { visible_to: 'a' }, { owner_id: 'b' }, { visible_to: 'nobody' }]) {
      for (const type of ['image', 'wait', 'none']) {
        const filter: TaskFilter = { ...owner, status: ['completed'], type, words: ['blue'] };
        const terms = searchTerms(filter) as string[];
        const all = { from: 0n, below: AFTER_ALL, oldest_first: false };
        const wanted = ids(pageQuery('tasks.id', filter, { ...all, limit: 30, offset: 0 }));
        const whole = wholePageQuery(filter, terms, { ...all, limit: 27, offset: 3 });
        assert.deepEqual(ids(whole), wanted.slice(3));
        const sliced = slicePageQuery(filter, terms, all, { limit: 30, cap: 30 });
        assert.deepEqual(ids(sliced), wanted);
        assert.equal(number(wholeCountQuery(filter, terms, all, 25)), Math.min(25, wanted.length));
        assert.equal(number(sliceCountQuery(filter, terms, all, 25)), Math.min(25, wanted.length));
      }
    }
  });
});

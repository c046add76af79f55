import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, it } from 'node:test';
import type { Database, TaskFilter } from '../../src/data/contracts/index.ts';
import { addHasWords } from '../../src/data/sqlite/has-words.ts';
import { openSqlite } from '../../src/data/sqlite/open-sqlite.ts';
import { AFTER_ALL } from '../../src/data/sqlite/row-order.ts';
import { taskStatements } from '../../src/data/sqlite/sqlite-task-store.ts';
import { countQuery, pageQuery, type Query } from '../../src/data/sqlite/task-page-query.ts';
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
  };

  const choices: { [K in keyof TaskFilter]-?: NonNullable<TaskFilter[K]> } = {
    visible_to: 'a',
    owner_id: 'b',
    status: 'completed',
    type: 'image',
    words: ['blue', 'im'],
  };
  const keys = Object.keys(choices) as (keyof TaskFilter)[];
  const filters: TaskFilter[] = Array.from({ length: 2 ** keys.length }, (_, bits) =>
    Object.fromEntries(keys.filter((_, at) => bits & (1 << at)).map((key) => [key, choices[key]])),
  );
  const window = { below: AFTER_ALL, limit: 20, offset: 0 };

  for (const leading of ['search', 'status', 'type', 'both'] as const) {
    it(`pages and counts with ${leading} leading`, () => {
      for (const filter of filters) {
        if (leading === 'search' && !filter.words) continue;
        if (leading === 'both' && !(filter.status && filter.type && !filter.words)) continue;
        check((pageQuery(filter, window, leading) as Query).sql);
        check((countQuery(filter, 1000, AFTER_ALL, leading) as Query).sql);
      }
    });
  }

  it('the statements with fixed text', () => {
    for (const sql of Object.values(taskStatements)) check(sql);
  });

  it('gives the same rows whichever index leads', async () => {
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
    for (const owner of [{}, { visible_to: 'a' }, { owner_id: 'b' }, { visible_to: 'nobody' }]) {
      for (const type of ['image', 'wait', 'none']) {
        const filter: TaskFilter = { ...owner, status: 'completed', type, words: ['blue'] };
        const answers = (['search', 'status', 'type', 'both'] as const).map((leading) => {
          const asked = leading === 'both' ? { ...filter, words: undefined } : filter;
          const page = pageQuery(asked, { below: AFTER_ALL, limit: 30, offset: 3 }, leading) as Query;
          const count = countQuery(asked, 25, AFTER_ALL, leading) as Query;
          return [
            reader
              .prepare(page.sql)
              .all(...page.values)
              .map((row) => row.id),
            reader.prepare(count.sql).get(...count.values)?.n,
          ];
        });
        for (const answer of answers) assert.deepEqual(answer, answers[0]);
      }
    }
  });
});

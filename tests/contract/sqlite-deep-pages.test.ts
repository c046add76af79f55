import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { AFTER_ALL } from '../../src/data/sqlite/row-order.ts';
import { SqliteReader } from '../../src/data/sqlite/sqlite-reader.ts';
import { SQLITE_SEARCH_LIMITS, TaskSearch } from '../../src/data/sqlite/task-search.ts';
import { aTask } from './samples.ts';
import { withServer } from './sqlite-servers.ts';

test('a deep page of a search reads only its own rows in full, and gives turns on the way there', async () => {
  await withServer(async ({ tasks }, folder) => {
    const made = Array.from({ length: 120 }, (_, at) => aTask({ name: `blue task ${at}` }));
    await tasks.createMany(made.map((task) => ({ task, params: {} })));
    const reader = new SqliteReader(join(folder, 'backend2.db'));
    const lists = reader.lists.bind(reader);
    let rows = 0;
    reader.lists = (...of) => {
      const found = lists(...of);
      rows += found.length;
      return found;
    };
    let turns = 0;
    let over = false;
    const count = () => {
      turns += 1;
      if (!over) setImmediate(count);
    };
    setImmediate(count);
    const search = new TaskSearch(reader, { ...SQLITE_SEARCH_LIMITS, first: 20 });
    for (const oldest_first of [false, true]) {
      const window = { from: 0n, below: AFTER_ALL, oldest_first, limit: 3, offset: 100 };
      const before = turns;
      const page = await search.page({ words: ['blue', 'task'] }, window);
      const newest = oldest_first ? [100, 101, 102] : [19, 18, 17];
      assert.deepEqual(
        page.rows.map(([id]) => id),
        newest.map((at) => made[at]?.id),
      );
      assert.equal(page.searched_to, null);
      assert.ok(turns - before >= 4, `${turns - before} turns`);
    }
    over = true;
    assert.equal(rows, 6);
    reader.close();
  });
});

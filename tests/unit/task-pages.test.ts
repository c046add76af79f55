import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Task } from '../../src/data/contracts/index.ts';
import { pagesOf } from '../../src/services/engine/task-pages.ts';

test('other work gets its turn between two pages of tasks', async () => {
  const stored = Array.from({ length: 5 }, (_, at) => ({ id: String(at) }) as Task);
  let turns = 0;
  const count = (): void => {
    turns += 1;
    immediate = setImmediate(count);
  };
  let immediate = setImmediate(count);
  // Like SQLite, it answers without returning to the event loop.
  const read = async (after?: string) =>
    stored.slice(after === undefined ? 0 : Number(after) + 1).slice(0, 2);
  const seen: number[] = [];
  const ids: string[] = [];
  for await (const page of pagesOf(read, 2)) {
    seen.push(turns);
    ids.push(...page.map(({ id }) => id));
  }
  clearImmediate(immediate);
  assert.deepEqual(ids, ['0', '1', '2', '3', '4']);
  const [first = 0, second = 0, third = 0] = seen;
  assert.ok(first < second && second < third, `${seen}`);
});

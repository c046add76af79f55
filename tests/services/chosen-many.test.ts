/** Chosen items of a large task run again with a real worker. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TaskDetail } from '../../src/services/tasks/task-views.ts';
import { assertNeverFalls, assertRanAgain } from '../support/attempts.ts';
import { openEngine } from '../support/engine.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';

test('3 of 10,000 items are retried while 5,000 still run: only they run again, and progress never falls', async (t) => {
  const [count, held_from, fail] = [10_000, 5_000, [7, 2_500, 4_999]];
  const folder = await tempFolder();
  const [gate, journal] = [join(folder, 'gate'), join(folder, 'journal')];
  const own = await openEngine();
  t.after(() => own.stop());
  const { tasks, items, watch } = own.services;
  const request = { type: 'half-held', params: { count, held_from, fail, gate, journal } };
  const { id } = (await tasks.create(own.actor, request)).task;
  const progress: number[] = [];
  await watch.watch(
    own.actor,
    id,
    (state) => progress.push(state.progress),
    () => {},
  );
  await own.startWorker(32);
  const get = () => tasks.get(own.actor, id);
  const timeout_ms = 60_000;
  const ended = ({ completed_items, failed_items }: TaskDetail) => completed_items + failed_items;
  await waitFor(async () => ended(await get()) === held_from, { timeout_ms, what: 'half of it to end' });
  const half = await get();
  assert.deepEqual([half.status, half.failed_items], ['processing', 3]);
  await tasks.retry(own.actor, id, fail);
  const again = await get();
  assert.deepEqual([again.status, again.failed_items, again.retry_round], ['processing', 0, 0]);
  writeFileSync(gate, '');
  await waitFor(async () => (await get()).status === 'completed', { timeout_ms, what: 'the end' });
  const done = await get();
  assert.deepEqual([done.completed_items, done.failed_items, done.progress], [count, 0, 100]);
  assertRanAgain(journal, count, fail);
  assertNeverFalls(progress);
  assert.equal((await items.get(own.actor, id, 2_500)).attempt, 2);
});

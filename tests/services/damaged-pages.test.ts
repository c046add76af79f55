/** A page of the SQLite file was overwritten. */
import assert from 'node:assert/strict';
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { StoreDamaged } from '../../src/data/contracts/index.ts';
import { openEngine } from '../support/engine.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';

function overwriteRoot(file: string, table: string): void {
  const database = new DatabaseSync(file);
  const { rootpage } = database.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').get(table) ?? {};
  const { page_size } = database.prepare('PRAGMA page_size').get() ?? {};
  database.close();
  const opened = openSync(file, 'r+');
  writeSync(
    opened,
    Buffer.alloc(Number(page_size), 0xa5),
    0,
    null,
    (Number(rootpage) - 1) * Number(page_size),
  );
  closeSync(opened);
}

test('params on a damaged page are a fault, lists are served, and the item fails once', async () => {
  const folder = await tempFolder();
  const first = await openEngine(folder);
  const { task } = await first.services.tasks.create(first.actor, { type: 'noop', params: { count: 1 } });
  await first.stop();
  overwriteRoot(join(folder, 'backend2.db'), 'task_params');

  const own = await openEngine(folder);
  const { tasks, items } = own.services;
  await assert.rejects(tasks.get(own.actor, task.id), StoreDamaged);
  assert.deepEqual(
    (await tasks.list(own.actor, {})).items.map(({ id }) => id),
    [task.id],
  );
  await own.sweep.takeOver();
  await own.startWorker();
  const item = await waitFor(async () => {
    const found = await items.get(own.actor, task.id, 0);
    return found.status === 'failed' && found;
  });
  assert.deepEqual(item && [item.error?.type, item.attempt], ['PlanFailed', 1]);
  await own.stop();
});

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { isFinal } from '../../src/services/engine/task-states.ts';
import { type Engine, openEngine } from '../support/engine.ts';
import { waitFor } from '../support/wait-for.ts';

let own: Engine;
let temp_dir: string;
before(async () => {
  own = await openEngine();
  temp_dir = join(own.settings.DATA_DIR, 'temp');
  // Of a process that is not there any more: no process has this number.
  mkdirSync(join(temp_dir, '99999999.1', 'task-0-1'), { recursive: true });
  writeFileSync(join(temp_dir, '99999999.1', 'task-0-1', 'left'), 'behind');
  await own.startWorker(2);
});
after(() => own.stop());

const start = async (type: string, does: string) =>
  (await own.services.tasks.create(own.actor, { type, params: { does } })).task.id;
const ended = (id: string) =>
  waitFor(async () => isFinal((await own.services.tasks.get(own.actor, id)).status));
const foldersLeft = () => readdirSync(temp_dir).flatMap((name) => readdirSync(join(temp_dir, name)));

test('what a killed worker left behind is removed at the next start', () => {
  assert.equal(existsSync(join(temp_dir, '99999999.1')), false);
});

for (const type of ['talker', 'inline-talker']) {
  test(`${type}: the folder of an attempt is there while it runs, and removed after it`, async () => {
    const id = await start(type, 'keep a file');
    await ended(id);
    const { result } = await own.services.items.get(own.actor, id, 0);
    const { folder, kept } = result as { folder: string; kept: string };
    assert.equal(kept, 'kept');
    assert.ok(folder.startsWith(temp_dir));
    await waitFor(() => foldersLeft().length === 0);

    const cancelled = await start(type, 'keep a file and wait');
    await waitFor(() => foldersLeft().length === 1);
    await own.services.tasks.cancel(own.actor, cancelled);
    await ended(cancelled);
    await waitFor(() => foldersLeft().length === 0);
  });
}

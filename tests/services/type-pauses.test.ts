import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { systemActor } from '../../src/services/actor.ts';
import { type Engine, openEngine } from '../support/engine.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';

let own: Engine;
let folder: string;
let data_dir: string;
before(async () => {
  [folder, data_dir] = [await tempFolder(), await tempFolder()];
  own = await openEngine(data_dir);
});
after(() => own.stop());

const create = async (type: string, params: object) =>
  (await own.services.tasks.create(own.actor, { type, params })).task.id;
const get = (id: string) => own.services.tasks.get(own.actor, id);
const began = (journal: string) => readFileSync(journal, { flag: 'a+' }).toString().split('\n').length - 1;

test('what runs goes on while its type is paused, what follows waits, also over a restart, until it is resumed', async () => {
  await own.startWorker(4);
  const [journal, gate] = [join(folder, 'journal'), join(folder, 'gate')];
  const params = { does: 'gather', count: 5, concurrency: 2, journal, gate };
  const id = await create('inline-probe', params);
  await waitFor(() => began(journal) === 2);
  await own.services.types.pause(systemActor, 'inline-probe');
  writeFileSync(gate, '');
  await waitFor(async () => (await get(id)).completed_items === 2);
  // Other types run, and have turns of the same owner.
  const other = await create('noop', { count: 1 });
  await waitFor(async () => (await get(other)).status === 'completed');
  assert.equal(began(journal), 2);

  await own.stop();
  own = await openEngine(data_dir);
  const worker = await own.startWorker(4);
  await own.sweep.takeOver();
  const later = await create('noop', { count: 1 });
  await waitFor(async () => (await get(later)).status === 'completed');
  // A place is free a moment after the end of its item is known.
  await waitFor(() => worker.running === 0);
  assert.equal(began(journal), 2);

  await own.services.types.resume(systemActor, 'inline-probe');
  await waitFor(async () => (await get(id)).status === 'completed');
  assert.equal(began(journal), 5);
});

test('a worker that missed the message finds a pause with its heartbeat', async () => {
  await own.data.database.typePauses.pause({
    ...{ type: 'noop', paused_at: new Date().toISOString(), paused_by: null },
  });
  assert.equal(own.pauses.isPaused('noop'), false);
  await own.pauses.refresh();
  assert.equal(own.pauses.isPaused('noop'), true);
  assert.ok(own.pauses.claimable()?.includes('wait') && !own.pauses.claimable()?.includes('noop'));
  own.data.events.publish('type_pause', { type: 'noop', paused: false });
  await waitFor(() => own.pauses.claimable() === undefined);
  await own.data.database.typePauses.resume('noop');
});

/** Archives and grids that are not read to their end: nothing of them may stay. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { after, before, test } from 'node:test';
import { DownloadPlaces } from '../../src/services/tasks/download-places.ts';
import { type Engine, openEngine } from '../support/engine.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';

let own: Engine;
let task_id: string;
let temp: string;

before(async () => {
  own = await openEngine();
  await own.startWorker();
  temp = await tempFolder();
  process.env.TMPDIR = temp;
  const values = Array.from({ length: 12 }, (_, at) => `${at}`);
  const params = { variables: { a: values, b: values } };
  const { task } = await own.services.tasks.create(own.actor, { type: 'matrix', params });
  task_id = task.id;
  await waitFor(async () => (await own.services.tasks.get(own.actor, task_id)).status === 'completed', {
    timeout_ms: 30_000,
  });
});
after(() => own.stop());

const openGrid = async (): Promise<Readable> =>
  (await own.services.grid.find(own.actor, task_id, { cell: 64, where: {} })).open();

const openArchive = async (): Promise<Readable> =>
  (await own.services.archive.find(own.actor, task_id)).open();

test('a grid that is given up leaves no thread that draws, and no file', async () => {
  const stream = await openGrid();
  await new Promise((resolve) => stream.once('data', resolve));
  assert.equal(readdirSync(temp).length, 1);
  stream.destroy();
  await waitFor(() => readdirSync(temp).length === 0, { what: 'the folder to be gone' });
  const whole = Buffer.concat(await (await openGrid()).toArray());
  assert.equal(whole.toString('latin1', 1, 4), 'PNG');
  await waitFor(() => readdirSync(temp).length === 0, { what: 'the folder to be gone' });
});

test('so many grids are made at once, and no more; who goes away makes room', async () => {
  const streams = await Promise.all(Array.from({ length: 8 }, openGrid));
  await assert.rejects(openGrid(), { type: 'downloads_busy' });
  for (const stream of streams.slice(1)) stream.destroy();
  await waitFor(() => streams.slice(1).every(({ closed }) => closed));
  assert.ok((await (streams[0] as Readable).toArray()).length > 0);
  (await openGrid()).destroy();
});

test('a place is given back once, however often', () => {
  const places = new DownloadPlaces(1);
  const giveBack = places.take();
  assert.throws(() => places.take(), { type: 'downloads_busy' });
  giveBack();
  giveBack();
  places.take();
  assert.throws(() => places.take(), { type: 'downloads_busy' });
});

test('an archive whose task is deleted while it is read breaks off', async () => {
  const { task } = await own.services.tasks.create(own.actor, {
    type: 'attachments',
    params: { does: 'stream' },
  });
  await waitFor(async () => (await own.services.tasks.get(own.actor, task.id)).status === 'completed');
  const stream = await (await own.services.archive.find(own.actor, task.id)).open();
  await own.services.tasks.delete(own.actor, task.id);
  await waitFor(async () => (await own.data.database.tasks.get(task.id)) === null);
  await assert.rejects(stream.toArray());
  await assert.rejects(own.services.archive.find(own.actor, task.id), { type: 'not_found' });
});

test('many archives at once are whole, and hold one file each', async () => {
  const all = await Promise.all(Array.from({ length: 32 }, async () => (await openArchive()).toArray()));
  const sizes = new Set(all.map((parts) => Buffer.concat(parts).length));
  assert.equal(sizes.size, 1);
});

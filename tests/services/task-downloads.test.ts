/** Archives and grids that are not read to their end: nothing of them may stay. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { after, before, test } from 'node:test';
import { DownloadPlaces } from '../../src/services/tasks/download-places.ts';
import { type Engine, openEngine } from '../support/engine.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { unzipped } from '../support/unzipped.ts';
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
  await waitFor(async () => (await own.services.tasks.get(own.actor, task_id)).status === 'completed');
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

test('a place is given back when whoever holds it goes', () => {
  const places = new DownloadPlaces(1);
  const gone = new AbortController();
  const giveBack = places.take(gone.signal);
  gone.abort();
  const next = places.take();
  giveBack();
  assert.throws(() => places.take(), { type: 'downloads_busy' });
  next();
  places.take(gone.signal);
  places.take();
});

test('items are read for a grid that is drawn, and to see if it fits where square cells do not', async () => {
  const { items } = own.data.database;
  const { total_items: total } = await own.services.tasks.get(own.actor, task_id);
  const page = items.page;
  let read = 0;
  items.page = async (...of) => {
    read += of[2];
    return page.call(items, ...of);
  };
  try {
    const { grid } = own.services;
    await assert.rejects(grid.find(own.actor, task_id, { rows: 'x', where: {} }), {
      type: 'validation_failed',
    });
    const found = await grid.find(own.actor, task_id, { cell: 32, where: {} });
    assert.equal(read, 0);
    (await found.open()).destroy();
    assert.equal(read, total);
    await assert.rejects(grid.find(own.actor, task_id, { cell: 1_024, where: {} }), {
      type: 'validation_failed',
    });
    assert.equal(read, 2 * total);
    const gone = new AbortController();
    const opening = found.open(gone.signal);
    gone.abort();
    (await opening.catch(() => null))?.destroy();
  } finally {
    items.page = page;
  }
});

test('many who ask for what cannot be keep nobody from a turn', async () => {
  const values = Array.from({ length: 100 }, (_, at) => `${at}`);
  const params = { variables: { a: values, b: values } };
  const { task } = await own.services.tasks.create(own.actor, { type: 'matrix', params });
  await own.services.tasks.cancel(own.actor, task.id);
  // Work of this thread, not time on a clock: other processes may have the machine meanwhile.
  const worked_ms = () => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1_000;
  };
  let longest = 0;
  let before = worked_ms();
  const turn = () => {
    longest = Math.max(longest, worked_ms() - before);
    before = worked_ms();
  };
  const timer = setInterval(turn, 5);
  const asked = Array.from({ length: 200 }, () =>
    assert.rejects(own.services.grid.find(own.actor, task.id, { rows: 'a', cell: 1_024, where: {} })),
  );
  await Promise.all(asked);
  clearInterval(timer);
  turn();
  assert.ok(longest < 1_500, `${longest} ms without a turn`);
});

test('the place of an archive is free at once when it is given up, whatever its store does', async () => {
  const { files } = own.data;
  const open = files.open;
  let asked = false;
  files.open = () => {
    asked = true;
    return new Promise(() => {});
  };
  try {
    const streams = await Promise.all(Array.from({ length: 32 }, openArchive));
    for (const stream of streams) stream.resume();
    await waitFor(() => asked, { what: 'a file to be asked for' });
    await assert.rejects(openArchive(), { type: 'downloads_busy' });
    for (const stream of streams) stream.destroy();
    const again = await openArchive();
    again.destroy();
  } finally {
    files.open = open;
  }
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

/** A finished task of more items than are read at once, and how many of its items have been read. */
async function manyItems() {
  const { task } = await own.services.tasks.create(own.actor, { type: 'noop', params: { count: 1_000 } });
  await waitFor(async () => (await own.services.tasks.get(own.actor, task.id)).status === 'completed');
  const { items } = own.data.database;
  const page = items.page;
  const seen = { items: 0 };
  items.page = async (...of) => {
    seen.items += of[2];
    return page.call(items, ...of);
  };
  const open = async () => (await own.services.archive.find(own.actor, task.id)).open();
  return {
    id: task.id,
    seen,
    open,
    [Symbol.dispose]: () => {
      items.page = page;
    },
  };
}

test('an archive begins before all of its items are read', async () => {
  using many = await manyItems();
  const stream = await many.open();
  assert.equal(many.seen.items, 200);
  const parts = stream[Symbol.asyncIterator]();
  const { value: first } = await parts.next();
  assert.equal(first.toString('latin1', 0, 4), 'PK\x03\x04');
  const rest = await Array.fromAsync({ [Symbol.asyncIterator]: () => parts });
  assert.equal(many.seen.items, 1_000);
  const manifest = JSON.parse(`${unzipped(Buffer.concat([first, ...rest])).get('manifest.json')}`);
  assert.deepEqual(
    manifest.items.map(({ index, status }: { index: number; status: string }) => [index, status]),
    Array.from({ length: 1_000 }, (_, index) => [index, 'completed']),
  );
});

test('an archive that is given up reads no further items', async () => {
  using many = await manyItems();
  const stream = await many.open();
  await new Promise((resolve) => stream.once('data', resolve));
  stream.destroy();
  await waitFor(() => stream.closed);
  const { items } = many.seen;
  (await openArchive()).destroy();
  // The other archive has fewer items than a page.
  assert.ok(items < 1_000 && many.seen.items <= items + 400, `${items} items, then ${many.seen.items}`);
});

test('an archive whose items are deleted before they are read breaks off', async () => {
  using many = await manyItems();
  const stream = await many.open();
  await own.services.tasks.delete(own.actor, many.id);
  await assert.rejects(stream.toArray());
});

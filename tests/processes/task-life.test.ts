import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Backend, type Client, signIn, startBackend } from '../support/backend.ts';
import { watchTask } from '../support/event-stream.ts';
import { allItems, ended as endOf } from '../support/task-checks.ts';
import { waitFor } from '../support/wait-for.ts';

let backend: Backend;
let client: Client;

before(async () => {
  backend = await startBackend();
  client = await signIn(backend.url);
});
after(async () => {
  assert.equal(await backend.stop(), 0);
});

const create = (type: string, params: object, more: object = {}) =>
  client.ok('POST', '/tasks/', { type, params, ...more });

const ended = (id: string) => endOf(client, id);

const journalOf = (name: string) => {
  const file = join(backend.data_dir, name);
  return { file, lines: () => readFileSync(file, 'utf8').trim().split('\n') };
};

test('a 2 × 3 image matrix ends completed, with labels, sizes and the same bytes for the same request', async () => {
  const params = {
    prompt: 'a {colour} {thing} at dawn',
    variables: { colour: ['red', 'blue'], thing: ['boat', 'tower', 'tree'] },
    ratio: '3:2',
    size: 192,
    seed: 7,
    format: 'png',
  };
  const bytes: string[][] = [];
  for (let round = 0; round < 2; round += 1) {
    const task = await create('image', params);
    assert.equal(task.total_items, 6);
    const done = await ended(task.id);
    assert.deepEqual(
      [done.status, done.completed_items, done.failed_items, done.progress, done.in_flight],
      ['completed', 6, 0, 100, 0],
    );
    const { items } = await client.ok('GET', `/tasks/${task.id}/items`);
    assert.deepEqual(
      items.map((item: { label: object }) => item.label),
      ['red', 'blue'].flatMap((colour) => ['boat', 'tower', 'tree'].map((thing) => ({ colour, thing }))),
    );
    bytes.push(
      await Promise.all(
        items.map(
          async ({
            files: [file],
          }: {
            files: { url: string; width: number; height: number; bytes: number }[];
          }) => {
            assert.deepEqual([file?.width, file?.height], [192, 128]);
            const picture = Buffer.from(await (await fetch(backend.url + file?.url)).arrayBuffer());
            assert.equal(picture.length, file?.bytes);
            return picture.toString('base64');
          },
        ),
      ),
    );
  }
  assert.deepEqual(bytes[0], bytes[1]);
  assert.equal(new Set(bytes[0]).size, 6);
});

test('progress only rises, and the stream ends with the final state', async () => {
  const task = await create('wait', { seconds: 2, steps: 8 });
  const states = await watchTask(backend.url, client.token, task.id, (state) => state.status === 'completed');
  const progress = states.map((state) => state.progress);
  assert.deepEqual(
    progress,
    progress.toSorted((a, b) => a - b),
  );
  assert.equal(progress.at(-1), 100);
  assert.ok(
    progress.some((one) => one > 0 && one < 100),
    `nothing was seen between start and end: ${progress}`,
  );
  const revisions = states.map((state) => state.revision);
  assert.deepEqual(
    revisions,
    revisions.toSorted((a, b) => a - b),
  );
});

test('a task of 10,000 items is cancelled as one: nothing unreleased ever runs', async () => {
  const task = await create('probe', { count: 10_000, does: 'sleep', ms: 20 });
  await client.ok('POST', `/tasks/${task.id}/cancel`);
  const done = await ended(task.id);
  assert.equal(done.status, 'cancelled');
  assert.equal(done.completed_items + done.cancelled_items, 10_000);
  const last = await client.ok('GET', `/tasks/${task.id}/items/9999`);
  assert.deepEqual([last.status, last.label, last.attempt], ['cancelled', { n: '9999' }, 0]);
  assert.equal((await client.call('POST', `/tasks/${task.id}/cancel`)).body.error?.type, 'task_finished');
});

for (const type of ['probe', 'inline-probe']) {
  test(`${type}: a handler that listens hears its signal and ends`, async () => {
    const journal = journalOf(`${type}-listen`);
    const task = await create(type, { does: 'listen', journal: journal.file });
    await waitFor(() => journal.lines().length === 1);
    await client.ok('POST', `/tasks/${task.id}/cancel`);
    const done = await ended(task.id);
    assert.deepEqual([done.status, done.cancelled_items], ['cancelled', 1]);
    assert.match(journal.lines().at(-1) ?? '', /^0 heard /);
  });
}

test('an endless synchronous loop is ended after the grace, and its place runs the next item', async () => {
  const journal = journalOf('loop');
  const task = await create('probe', { does: 'loop', journal: journal.file });
  await waitFor(() => journal.lines().length === 1);
  await client.ok('POST', `/tasks/${task.id}/cancel`);
  assert.equal((await ended(task.id)).status, 'cancelled');
  const next = await create('probe', { does: 'end' });
  assert.equal((await ended(next.id)).status, 'completed');
  assert.deepEqual(journal.lines(), ['0 1']);
});

test('errors: retried with backoff to the limit; final ones once; a task with some failures is completed', async () => {
  const journal = journalOf('throw');
  const throws = await create('probe', { does: 'throw', journal: journal.file });
  const failed = await ended(throws.id);
  assert.deepEqual(
    [failed.status, failed.error],
    ['failed', { type: 'TypeError', message: 'item 0 cannot' }],
  );
  assert.deepEqual(journal.lines(), ['0 1', '0 2', '0 3']);

  const final = await create('probe', { count: 3, does: 'throw-final', only: [1] });
  const done = await ended(final.id);
  assert.deepEqual([done.status, done.completed_items, done.failed_items], ['completed', 2, 1]);
  const item = await client.ok('GET', `/tasks/${final.id}/items/1`);
  assert.deepEqual(
    [item.status, item.attempt, { type: item.error.type, message: item.error.message }],
    ['failed', 1, { type: 'Error', message: 'never' }],
  );

  const once = await create('probe', { does: 'throw-once' });
  const recovered = await ended(once.id);
  assert.deepEqual([recovered.status, recovered.result, recovered.error], ['completed', { index: 0 }, null]);
});

test('a thread that exits or runs out of memory costs its item an attempt, not the server its life', async () => {
  const exits = await ended((await create('probe', { does: 'exit' })).id);
  assert.deepEqual([exits.status, exits.error.type], ['failed', 'ThreadEnded']);
  const hoards = await ended((await create('probe', { does: 'hoard' })).id);
  assert.equal(hoards.status, 'failed');
  assert.match(hoards.error.message, /memory/i);
});

test('an inline handler that reports before its first pause, and one that ends at once', async () => {
  const task = await ended((await create('wait', { seconds: 0 })).id);
  assert.deepEqual([task.status, task.result], ['completed', { seconds: 0 }]);
});

test('retry runs only what failed or was cancelled', async () => {
  const journal = journalOf('retry');
  const task = await create('probe', { count: 5, does: 'throw-once', only: [1, 3], journal: journal.file });
  const first = await ended(task.id);
  assert.equal(first.completed_items, 5);
  assert.equal((await client.call('POST', `/tasks/${task.id}/retry`)).body.error?.type, 'task_not_retryable');

  const final = await create('probe', { count: 5, does: 'throw-final', only: [1, 3], journal: journal.file });
  assert.equal((await ended(final.id)).failed_items, 2);
  const before_retry = journal.lines().length;
  const again = await client.ok('POST', `/tasks/${final.id}/retry`);
  assert.deepEqual([again.status, again.failed_items, again.retry_round], ['processing', 0, 1]);
  const second = await ended(final.id);
  assert.deepEqual([second.completed_items, second.failed_items], [3, 2]);
  assert.deepEqual(journal.lines().slice(before_retry).sort(), ['1 2', '3 2']);
});

test('files: attached, listed with the item, read through the signed link as a download', async () => {
  const task = await create('probe', { does: 'attach' });
  await ended(task.id);
  const item = await client.ok('GET', `/tasks/${task.id}/items/0`);
  const [file] = item.files;
  assert.deepEqual(
    { ...file, url: '' },
    {
      name: 'a note.txt',
      url: '',
      preview_url: null,
      content_type: 'text/plain',
      bytes: 6,
      width: null,
      height: null,
    },
  );
  const response = await fetch(backend.url + file.url);
  assert.equal(response.status, 200);
  assert.match(response.headers.get('content-disposition') ?? '', /^attachment/);
  assert.equal(await response.text(), 'item 0');
  const forged = await fetch(backend.url + file.url.replace('signature=', 'signature=_'));
  assert.equal(forged.status, 403);
});

test('a deleted task is gone at once, also while it runs', async () => {
  const journal = journalOf('delete');
  const task = await create('probe', { does: 'listen', journal: journal.file });
  await waitFor(() => journal.lines().length === 1);
  await client.ok('DELETE', `/tasks/${task.id}`);
  assert.equal((await client.call('GET', `/tasks/${task.id}`)).status, 404);
  await waitFor(() => journal.lines().some((line) => line.includes('heard')));
});

test('an owner with many waiting items does not delay the first one of another', async () => {
  await client.ok('POST', '/users/', {
    email: 'second@example.com',
    password: 'long enough',
    roles: ['user'],
  });
  const second = await signIn(backend.url, 'second@example.com', 'long enough');
  const journal = journalOf('fair');
  const many = await create('probe', {
    count: 2_000,
    concurrency: 256,
    does: 'sleep',
    ms: 20,
    journal: journal.file,
  });
  await waitFor(() => journal.lines().length >= 20);
  const { id } = await second.ok('POST', '/tasks/', { type: 'probe', params: {} });
  const { created_at, started_at } = await endOf(second, id);
  await client.ok('POST', `/tasks/${many.id}/cancel`);
  await ended(many.id);
  const others = (await allItems(client, many.id)).filter(
    (item) => item.started_at > created_at && item.started_at < started_at,
  ).length;
  // Eight places, each of which may go on with the first owner's items for 50 ms.
  assert.ok(others <= 40, `${others} items of the first owner went before`);
});

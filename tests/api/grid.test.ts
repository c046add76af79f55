import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import sharp from 'sharp';
import { waitFor } from '../support/wait-for.ts';
import { type Account, startApi, type TestApi } from './start-api.ts';

let api: TestApi;
let user: Account;
let path: string;
// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the answer holds
let task: any;

const VARIABLES = { creature: ['fox', '水墨狐狸'], place: ['snow', 'sea', '雾'], time: ['dawn', 'dusk'] };
const colourOf = (index: number) => [20 + index * 10, 200 - index * 10, (index * 50) % 200];

async function made(
  params: object,
  isReady = (one: { status: string; completed_items: number }) => one.status === 'completed',
) {
  const { id } = await user.data('POST', '/api/v1/tasks', { type: 'matrix', params });
  return waitFor(async () => {
    const one = await user.data('GET', `/api/v1/tasks/${id}`);
    return isReady(one) && one;
  });
}

before(async () => {
  api = await startApi({ worker: true });
  user = await api.account('user');
  task = await made({ variables: VARIABLES });
  path = `/api/v1/tasks/${task.id}/grid`;
});
after(() => api.close());

async function pixels(query: string, of = path) {
  const { status, bytes, text } = await user.send('GET', `${of}?${query}`);
  assert.equal(status, 200, text.slice(0, 500));
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number) => [
    ...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3),
  ];
  return { width: info.width, height: info.height, at };
}

/** The colours in the middle of the cells, row by row, of a grid of 32-pixel cells without labels. */
async function cells(query: string, rows: number, columns: number, gaps: { x?: number; y?: number } = {}) {
  const { at } = await pixels(`${query}&cell=32&labels=false`);
  // 2 pixels between cells, and 4 more between groups.
  const edge = (n: number, inner = Number.POSITIVE_INFINITY) => 2 + n * 34 + Math.floor(n / inner) * 4 + 16;
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => at(edge(column, gaps.x), edge(row, gaps.y))),
  );
}

test('each picture stands where its label says, the first variable down, the rest across', async () => {
  const byIndex = (indexes: number[][]) => indexes.map((row) => row.map(colourOf));
  assert.deepEqual(
    await cells('', 2, 6, { x: 2 }),
    byIndex([
      [0, 1, 2, 3, 4, 5],
      [6, 7, 8, 9, 10, 11],
    ]),
  );
  assert.deepEqual(
    await cells('rows=time&rows=creature&columns=place', 4, 3, { y: 2 }),
    byIndex([
      [0, 2, 4],
      [6, 8, 10],
      [1, 3, 5],
      [7, 9, 11],
    ]),
  );
  assert.deepEqual(
    await cells('rows=place', 3, 4, { x: 2 }),
    byIndex([
      [0, 1, 6, 7],
      [2, 3, 8, 9],
      [4, 5, 10, 11],
    ]),
  );
  // A variable on no axis has its first value, or the one that is named.
  assert.deepEqual(
    await cells('rows=creature&columns=place', 2, 3),
    byIndex([
      [0, 2, 4],
      [6, 8, 10],
    ]),
  );
  // Some values of an axis, in an order of one's own.
  assert.deepEqual(
    await cells('rows=creature&columns=place&show.place=2&show.place=0', 2, 2),
    byIndex([
      [4, 0],
      [10, 6],
    ]),
  );
  const where = `rows=&columns=place&where.time=dusk&where.creature=${encodeURIComponent('水墨狐狸')}`;
  assert.deepEqual(await cells(where, 1, 3), byIndex([[7, 9, 11]]));
});

test('labels stand beside the pictures, in every format', async () => {
  const bare = await pixels('cell=64&labels=false');
  for (const format of ['png', 'webp', 'jpeg']) {
    const { headers, bytes } = await user.send('GET', `${path}?cell=64&format=${format}`);
    assert.equal(headers['content-type'], `image/${format}`);
    assert.match(String(headers['content-disposition']), new RegExp(`^inline; filename=".*\\.${format}"`));
    const { data, info } = await sharp(bytes).greyscale().raw().toBuffer({ resolveWithObject: true });
    assert.equal((await sharp(bytes).metadata()).format, format);
    assert.ok(info.width > bare.width && info.height > bare.height);
    const top = data.subarray(0, info.width * 20);
    assert.ok(top.filter((value) => value < 100).length > 20, 'letters in the head');
  }
});

test('what is no picture is drawn as what it is', async () => {
  const does = { 0: 'fail', 1: 'nothing', 2: 'broken', 3: 'wait' };
  const odd = await made(
    { variables: { n: ['a', 'b', 'c', 'd', 'e'] }, does },
    (one) =>
      'in_flight' in one &&
      'completed_items' in one &&
      'failed_items' in one &&
      Number(one.completed_items) + Number(one.failed_items) === 4,
  );
  const { at } = await pixels('rows=&columns=n&cell=128&labels=false', `/api/v1/tasks/${odd.id}/grid`);
  const corners = [0, 1, 2, 3, 4].map((n) => at(3 + n * 131 + 4, 8));
  assert.deepEqual(corners, [
    [253, 236, 234],
    // Completed without a picture: nothing is wrong.
    [247, 248, 250],
    [255, 244, 224],
    [238, 241, 244],
    colourOf(4),
  ]);
  await user.data('POST', `/api/v1/tasks/${odd.id}/cancel`);
  await waitFor(async () => (await user.data('GET', `/api/v1/tasks/${odd.id}`)).status !== 'cancelling');
  assert.equal((await user.send('GET', `/api/v1/tasks/${odd.id}/grid`)).status, 200);
});

test('a variable that does not exist, or is named twice, is refused by name', async () => {
  const cases: [query: string, paths: string[]][] = [
    ['rows=colour', ['rows']],
    ['rows=creature&columns=creature', ['columns']],
    ['columns=place,place', ['columns']],
    ['rows=place&where.place=sea', ['where.place']],
    ['where.colour=red&columns=x', ['columns', 'where.colour']],
    ['where.place=moon', ['where.place']],
    ['show.colour=0', ['show.colour']],
    ['show.place=0,0', ['show.place']],
    ['show.place=99', ['show.place']],
    ['show.place=sea', ['show.place']],
    ['cell=31', ['querystring.cell']],
    ['cell=1025', ['querystring.cell']],
    ['format=gif', ['querystring.format']],
    ['labels=yes', ['querystring.labels']],
    ['more=1', ['querystring.more']],
    // What the schema says and what the variables say, together.
    ['rows=nope&columns=place,place&cell=1&where.x=1', ['cell', 'rows', 'columns', 'where.x']],
  ];
  for (const [query, paths] of cases) {
    const { body } = await user.fault('GET', `${path}?${query}`, {}, 'validation_failed');
    const found = body.error.details.map((one: { path: string }) => one.path);
    assert.deepEqual(
      found.map((one: string) => one.replace('querystring.', '')),
      paths.map((one) => one.replace('querystring.', '')),
      query,
    );
  }
});

test('a picture that would be too large is refused, with what fits', async () => {
  const numbers = (count: number) => Array.from({ length: count }, (_, at) => `${at}`);
  const large = await made({ variables: { a: numbers(50), b: numbers(40) }, does: {} }, () => true);
  const of = `/api/v1/tasks/${large.id}/grid`;
  const { body } = await user.fault('GET', `${of}?cell=1024`, {}, 'validation_failed');
  const [{ path: where, message }] = body.error.details;
  assert.equal(where, 'cell');
  assert.match(message, /megapixels; at most 100 are allowed/);
  const fitting = Number(/fits is (\d+)/.exec(message)?.[1]);
  assert.ok(fitting > 150 && fitting < 230, message);
  assert.equal((await user.send('HEAD', `${of}?cell=${fitting}`)).status, 200);
  assert.equal((await user.send('HEAD', `${of}?cell=${fitting + 1}`)).status, 422);
  // Left out, it is one that fits.
  assert.equal((await user.send('HEAD', of)).status, 200);

  // Its 2,000 items would run first.
  await user.data('DELETE', `/api/v1/tasks/${large.id}`);

  // Cells have the shape of the pictures: what is too large with square ones fits with these.
  const slim = { variables: { a: numbers(50), b: numbers(40) }, does: {}, size: { width: 10, height: 40 } };
  const narrow = await made(slim, ({ completed_items }) => completed_items > 0);
  const ofNarrow = `/api/v1/tasks/${narrow.id}/grid?cell=${fitting + 100}`;
  assert.equal((await user.send('HEAD', ofNarrow)).status, 200);

  const wide = await made({ variables: { a: numbers(60) } }, () => true);
  const webp = await user.fault(
    'GET',
    `/api/v1/tasks/${wide.id}/grid?rows=&columns=a&cell=300&format=webp`,
    {},
    'validation_failed',
  );
  assert.match(webp.body.error.details[0].message, /WebP holds at most 16,383 pixels a side.*use png/);
  for (const { id } of [narrow, wide]) await user.data('DELETE', `/api/v1/tasks/${id}`);
});

test('only who may see the task, or holds its link, gets the grid; a task without labels has none', async () => {
  await api.anonymous.fault('GET', path, {}, 'not_authenticated');
  await (await api.account('user')).fault('GET', path, {}, 'not_found');
  const linked = await api.anonymous.send('GET', `${task.grid_url}&rows=place&cell=32&where.time=dusk`);
  assert.equal(linked.status, 200);
  await api.anonymous.fault('GET', task.grid_url.slice(0, -2), {}, 'invalid_file_link');
  const head = await api.anonymous.send('HEAD', task.grid_url);
  assert.deepEqual([head.status, head.bytes.length, head.headers['content-type']], [200, 0, 'image/png']);
  const { id, grid_url } = await user.data('POST', '/api/v1/tasks', { type: 'noop', params: { count: 2 } });
  assert.equal(grid_url, null);
  await user.fault('GET', `/api/v1/tasks/${id}/grid`, {}, 'no_grid');
});

test('the task has a link to its grid exactly when there is one, also with a single picture', async () => {
  const one = await made({ variables: { place: ['sea'] } });
  assert.ok(one.grid_url);
  assert.equal((await api.anonymous.send('HEAD', one.grid_url)).status, 200);
  const without = await user.data('POST', '/api/v1/tasks', {
    type: 'matrix',
    params: { variables: { place: ['sea'] }, does: { 0: 'nothing' } },
  });
  assert.equal(without.grid_url, null, 'no picture yet');
  const none = await user.data('POST', '/api/v1/tasks', { type: 'matrix', params: { variables: {} } });
  assert.equal(none.grid_url, null);
  await user.fault('GET', `/api/v1/tasks/${none.id}/grid`, {}, 'no_grid');
});

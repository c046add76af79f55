import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { after, before, test } from 'node:test';
import { unzipped } from '../support/unzipped.ts';
import { waitFor } from '../support/wait-for.ts';
import { type Account, startApi, type TestApi } from './start-api.ts';

let api: TestApi;
let user: Account;
// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the answer holds
let matrix: any;

const CREATURES = ['fox', '水墨狐狸', '=1+1'];
const PLACES = ['snow', '../../etc/passwd'];

before(async () => {
  api = await startApi({ worker: true });
  user = await api.account('user');
  const variables = { creature: CREATURES, place: PLACES };
  const params = { prompt: 'a {creature} in {place}', variables, size: 64, seed: 1 };
  matrix = await done(await user.data('POST', '/api/v1/tasks', { type: 'image', params }));
});
after(() => api.close());

const done = ({ id }: { id: string }) =>
  waitFor(async () => {
    const task = await user.data('GET', `/api/v1/tasks/${id}`);
    return task.status === 'completed' && task;
  });

test('an archive holds only the chosen items', async () => {
  const path = `/api/v1/tasks/${matrix.id}/archive`;
  const names = async (who: Account, url: string) => {
    const { status, bytes } = await who.send('GET', url);
    assert.equal(status, 200);
    const files = unzipped(bytes);
    const manifest = JSON.parse(`${files.get('manifest.json')}`);
    assert.equal(`${files.get('manifest.csv')}`.trim().split('\r\n').length, manifest.items.length + 1);
    const pictures = [...files.keys()].filter((name) => name.endsWith('.webp'));
    assert.equal(pictures.length, manifest.items.length);
    return manifest.items.map(({ index }: { index: number }) => index);
  };
  assert.deepEqual(await names(user, `${path}?items=4`), [4]);
  assert.deepEqual(await names(user, `${path}?items=5,0-1,1`), [0, 1, 5]);
  assert.deepEqual(await names(user, `${path}?items=3&items=2`), [2, 3]);
  assert.deepEqual(
    await names(api.anonymous as Account, `${matrix.archive_url}&items=0-5`),
    [0, 1, 2, 3, 4, 5],
  );
  for (const wrong of ['6', '0-6', '2-1', '-1', '1,', 'x', '']) {
    const { body } = await user.fault('GET', `${path}?items=${wrong}`, {}, 'validation_failed');
    assert.match(body.error.details[0].path, /items$/, wrong);
    assert.equal((await user.send('HEAD', `${path}?items=${wrong}`)).status, 422);
  }
});

test('an archive holds each picture under its label, and what is known of it', async () => {
  const { status, headers, bytes } = await api.anonymous.send('GET', matrix.archive_url);
  assert.equal(status, 200);
  assert.equal(headers['content-type'], 'application/zip');
  assert.match(String(headers['content-disposition']), /^attachment; filename=".+\.zip"/);
  const files = unzipped(bytes);
  assert.deepEqual(
    [...files.keys()].sort(),
    [
      ...['=1+1, _.._etc_passwd.webp', 'fox, _.._etc_passwd.webp', '水墨狐狸, _.._etc_passwd.webp'].map(
        (name) => name.replace('..', '.'),
      ),
      '=1+1, snow.webp',
      'fox, snow.webp',
      '水墨狐狸, snow.webp',
      'index.html',
      'manifest.csv',
      'manifest.json',
    ].sort(),
  );
  const manifest = JSON.parse(`${files.get('manifest.json')}`);
  assert.equal(manifest.task.id, matrix.id);
  assert.deepEqual(manifest.task.params, matrix.params);
  assert.deepEqual(
    manifest.items.map(({ label }: { label: object }) => label),
    CREATURES.flatMap((creature) => PLACES.map((place) => ({ creature, place }))),
  );
  for (const { index, status, result, files: listed } of manifest.items) {
    const item = await user.data('GET', `/api/v1/tasks/${matrix.id}/items/${index}`);
    assert.deepEqual([status, result], ['completed', item.result]);
    const picture = await user.send('GET', item.files[0].url);
    assert.deepEqual(files.get(listed[0].path), picture.bytes);
    assert.equal(listed[0].sha256, createHash('sha256').update(picture.bytes).digest('hex'));
  }
});

test('a table of the items opens in a spreadsheet, and no cell is a formula', async () => {
  const files = unzipped((await user.send('GET', `/api/v1/tasks/${matrix.id}/archive`)).bytes);
  const [head, ...lines] = `${files.get('manifest.csv')}`.split('\r\n');
  assert.equal(head, '\ufeffindex,status,creature,place,error,result,file,bytes,sha256');
  assert.equal(lines.length, 7);
  assert.match(lines[0] as string, /^0,completed,fox,snow,,"\{""generator""/);
  assert.match(lines[4] as string, /^4,completed,'=1\+1,snow,.*"'=1\+1, snow.webp"/);
});

test('a task of another type comes with its files and results', async () => {
  const named = [
    { name: 'report.txt', content_type: 'text/plain', text: 'all is well' },
    { name: 'INDEX.html', content_type: 'text/html', text: '<p>' },
  ];
  const task = await done(
    await user.data('POST', '/api/v1/tasks', { type: 'attach', params: { files: named } }),
  );
  assert.equal(task.grid_url, null);
  const files = unzipped((await user.send('GET', task.archive_url)).bytes);
  assert.deepEqual([...files.keys()].sort(), [
    'INDEX (2).html',
    'index.html',
    'manifest.csv',
    'manifest.json',
    'report.txt',
  ]);
  assert.equal(`${files.get('report.txt')}`, 'all is well');
});

test('of an unfinished task the archive holds what is done', async () => {
  const params = { count: 3, does: 'sleep', only: [1] };
  const { id, archive_url } = await user.data('POST', '/api/v1/tasks', { type: 'probe', params });
  await waitFor(async () => (await user.data('GET', `/api/v1/tasks/${id}`)).completed_items === 2);
  const manifest = JSON.parse(
    `${(unzipped((await user.send('GET', archive_url)).bytes)).get('manifest.json')}`,
  );
  assert.deepEqual(
    manifest.items.map(({ status, result }: { status: string; result: unknown }) => [status, result]),
    [
      ['completed', { index: 0 }],
      ['processing', null],
      ['completed', { index: 2 }],
    ],
  );
  await user.data('DELETE', `/api/v1/tasks/${id}`);
});

test('only who may see the task, or holds its link, gets the archive', async () => {
  const path = `/api/v1/tasks/${matrix.id}/archive`;
  await api.anonymous.fault('GET', path, {}, 'not_authenticated');
  await (await api.account('user')).fault('GET', path, {}, 'not_found');
  const other = await user.data('POST', '/api/v1/tasks', { type: 'noop', params: { count: 1 } });
  const [, query = ''] = matrix.archive_url.split('?');
  const wrong = [
    `/api/v1/tasks/${other.id}/archive?${query}`,
    matrix.archive_url.slice(0, -2),
    `${path}?signature=`,
  ];
  for (const one of wrong) await api.anonymous.fault('GET', one, {}, 'invalid_file_link');
  await api.anonymous.fault('GET', `${matrix.archive_url}&more=1`, {}, 'validation_failed');
  await user.fault('GET', `/api/v1/tasks/${other.id.replace(/.$/, 'x')}/archive`, {}, 'not_found');
  const head = await api.anonymous.send('HEAD', matrix.archive_url);
  assert.deepEqual(
    [head.status, head.bytes.length, head.headers['content-type']],
    [200, 0, 'application/zip'],
  );
  await user.data('DELETE', `/api/v1/tasks/${other.id}`);
  await user.fault('GET', other.archive_url, {}, 'not_found');
});

test('a client that goes away leaves the server as it was', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const call = request(api.url + matrix.archive_url, (response) => {
    response.once('data', () => {
      call.destroy();
      resolve();
    });
  });
  call.on('error', () => resolve());
  call.end();
  await promise;
  assert.equal((await user.send('GET', matrix.archive_url)).status, 200);
});

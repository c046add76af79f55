/** Embedded, so that the folder of the files can be reached: what people, disks and backups do to it. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { after, before, test } from 'node:test';
import sharp from 'sharp';
import { Unavailable } from '../../../src/data/contracts/index.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { unzipped } from '../../support/unzipped.ts';
import { waitFor } from '../../support/wait-for.ts';
import { type Account, startApi, type TestApi } from '../start-api.ts';

const SIZE = 300_000;
const damages: Record<string, (path: string) => Promise<void>> = {
  shorter: (path) => truncate(path, SIZE - 1),
  longer: (path) => truncate(path, SIZE + 1),
  empty: (path) => truncate(path, 0),
  missing: (path) => rm(path),
  'a folder': async (path) => {
    await rm(path);
    await mkdir(path);
  },
};
const WITHOUT_FILES = ['index.html', 'manifest.json', 'manifest.csv'];
const OF_CONTENTS = ['content-disposition', 'etag', 'accept-ranges', 'content-range', 'last-modified'];

let api: TestApi;
let user: Account;
let data_dir: string;
before(async () => {
  data_dir = await tempFolder();
  api = await startApi({ worker: true, env: { DATA_DIR: data_dir } });
  user = await api.account('user');
});
after(() => api.close());

/** A task with one file of this content; `path` is where its bytes are. */
async function taskWith(content: Buffer, type = 'attach') {
  const file = { name: 'a.png', content_type: 'image/png', base64: content.toString('base64') };
  const { id } = await user.data('POST', '/api/v1/tasks', { type, params: { files: [file] } });
  await waitFor(async () => (await user.data('GET', `/api/v1/tasks/${id}`)).status === 'completed');
  const { files } = await user.data('GET', `/api/v1/tasks/${id}/items/0`);
  const entries = await readdir(join(data_dir, 'files'), { recursive: true, withFileTypes: true });
  const [entry] = entries.filter(({ name, parentPath }) => name.startsWith('n-') && parentPath.includes(id));
  assert.ok(entry);
  return { id, url: files[0].url as string, path: join(entry.parentPath, entry.name) };
}

const damagedLines = () =>
  api
    .log()
    .map((line) => JSON.parse(line))
    .filter(({ msg }) => msg === 'a stored file is damaged or cannot be read');

for (const [what, damage] of Object.entries(damages)) {
  test(`a stored file that is ${what} is a fault, without the headers of the file`, async () => {
    const { id, url, path } = await taskWith(Buffer.alloc(SIZE, 7));
    await damage(path);
    const asked = { 'the whole': {}, 'a part': { range: 'bytes=10-19' } };
    for (const [part, headers] of Object.entries(asked)) {
      const answer = await user.fault('GET', url, { headers }, 'file_unreadable');
      for (const name of OF_CONTENTS) assert.equal(answer.headers[name], undefined, `${part}: ${name}`);
      assert.match(String(answer.headers['content-type']), /^application\/json/);
      assert.equal(answer.headers['cache-control'], 'no-store');
      assert.equal(answer.body.code, 500);
    }
    await user.fault('GET', `/api/v1/tasks/${id}/thumbnail`, {}, 'file_unreadable');
    const head = await fetch(new URL(url, api.url), { method: 'HEAD' });
    assert.deepEqual([head.status, head.headers.get('etag')], [500, null]);
    const archived = unzipped((await user.send('GET', `/api/v1/tasks/${id}/archive`)).bytes);
    assert.deepEqual([...archived.keys()], [...WITHOUT_FILES, 'unreadable-files.txt']);
    assert.match(`${archived.get('unreadable-files.txt')}`, /^0: a\.png \(300000 bytes\)$/m);
    const { items } = JSON.parse(`${archived.get('manifest.json')}`);
    const [{ sha256, ...listed }] = items[0].files;
    assert.deepEqual(listed, { name: 'a.png', path: null, bytes: SIZE, unreadable: true });
    assert.match(`${archived.get('manifest.csv')}`, new RegExp(`,,300000,${sha256}\r\n`));
  });
}

test('a stored file with other bytes breaks off before its end, and the log names it; one read in one piece is a fault', async () => {
  for (const size of [SIZE, 1_000]) {
    const { id, url, path } = await taskWith(Buffer.alloc(size, 7));
    const bytes = await readFile(path);
    bytes[size - 1] = 8;
    await writeFile(path, bytes);
    if (size === SIZE) {
      const whole = [{}, { range: 'bytes=0-' }].map((headers) => fetch(new URL(url, api.url), { headers }));
      for (const answer of await Promise.all(whole)) await assert.rejects(answer.arrayBuffer());
    } else await user.fault('GET', url, {}, 'file_unreadable');
    const [line] = damagedLines().filter(({ task_id }) => task_id === id);
    assert.match(line.err.message, /other bytes/);
    // Part of a file cannot be checked; an archive names what is damaged in it.
    assert.equal((await user.send('GET', url, { headers: { range: 'bytes=0-9' } })).status, 206);
    const archived = unzipped((await user.send('GET', `/api/v1/tasks/${id}/archive`)).bytes);
    assert.equal(archived.get('a.png')?.length, size);
    const named = `${archived.get('unreadable-files.txt')}`;
    assert.ok(named.endsWith(`\n\n0: a.png (${size} bytes)\n\n`), named);
    const [listed] = JSON.parse(`${archived.get('manifest.json')}`).items[0].files;
    assert.deepEqual([listed.path, listed.damaged, listed.unreadable], ['a.png', true, undefined]);
  }
});

test('the log names a damaged file', async () => {
  const { id, url, path } = await taskWith(Buffer.alloc(SIZE, 7));
  await truncate(path, 10);
  for (let times = 0; times < 3; times += 1) await user.fault('GET', url, {}, 'file_unreadable');
  const [line, ...others] = damagedLines().filter(({ task_id }) => task_id === id);
  assert.equal(others.length, 0);
  assert.deepEqual([line.index, line.attempt, line.name, line.level], [0, 1, 'a.png', 40]);
  assert.match(line.err.message, /10 bytes instead of 300000/);
});

test('a stored file of which nothing can be read is a fault, whatever the store says', async (t) => {
  const { id, url } = await taskWith(Buffer.alloc(SIZE, 7));
  const failing = (error: Error) =>
    // biome-ignore lint/correctness/useYield: it fails before its first part, like GridFS without the first chunk
    async function* () {
      throw error;
    };
  const coded = (code: string) => Object.assign(new Error(`${code}: path of the store`), { code });
  for (const error of [coded('EACCES'), coded('EIO'), coded('ELOOP'), new RangeError('of a driver')]) {
    for (const open of [
      async () => {
        throw error;
      },
      async () => Readable.from(failing(error)(), { objectMode: false }),
    ]) {
      t.mock.method(api.data.files, 'open', open);
      for (const headers of [undefined, { range: 'bytes=10-19' }]) {
        const answer = await user.fault('GET', url, { headers }, 'file_unreadable');
        for (const name of OF_CONTENTS) assert.equal(answer.headers[name], undefined, name);
        assert.match(answer.body.message, /missing, damaged or cannot be read/);
        assert.ok(!answer.text.includes('path of the store'));
      }
      const head = await fetch(new URL(url, api.url), { method: 'HEAD' });
      assert.deepEqual([head.status, head.headers.get('etag')], [500, null]);
      await user.fault('GET', `/api/v1/tasks/${id}/thumbnail`, {}, 'file_unreadable');
      const archived = unzipped((await user.send('GET', `/api/v1/tasks/${id}/archive`)).bytes);
      assert.deepEqual([...archived.keys()], [...WITHOUT_FILES, 'unreadable-files.txt']);
      t.mock.restoreAll();
    }
  }
});

test('an archive holds the files that can be read, whatever happens to one of them', async (t) => {
  const files = ['a.txt', 'b.txt', 'c.txt'].map((name) => ({ name, content_type: 'text/plain', text: name }));
  const { id } = await user.data('POST', '/api/v1/tasks', { type: 'attach', params: { files } });
  await waitFor(async () => (await user.data('GET', `/api/v1/tasks/${id}`)).status === 'completed');
  const { open } = api.data.files;
  const archive = async () => unzipped((await user.send('GET', `/api/v1/tasks/${id}/archive`)).bytes);
  const kept = ['index.html', 'a.txt', 'c.txt', 'manifest.json', 'manifest.csv', 'unreadable-files.txt'];
  for (const brought of [2, 9]) {
    t.mock.method(api.data.files, 'open', async (...of: Parameters<typeof open>) =>
      of[0].name === 'b.txt'
        ? Readable.from([Buffer.alloc(brought)], { objectMode: false })
        : open.apply(api.data.files, of),
    );
    const held = await archive();
    assert.deepEqual([...held.keys()], kept);
    assert.equal(`${held.get('c.txt')}`, 'c.txt');
    t.mock.restoreAll();
  }
  t.mock.method(api.data.files, 'open', async () => {
    throw new Unavailable('The file store');
  });
  await assert.rejects(archive(), 'a store that does not answer is no damaged file');
});

test('a picture whose small copy is damaged is sent itself', async () => {
  const about = { width: 420, height: 280, channels: 3, background: '#3366cc' } as const;
  const noise = { type: 'gaussian', mean: 128, sigma: 30 } as const;
  const png = await sharp({ create: { ...about, noise } })
    .png()
    .toBuffer();
  const { id, url, path } = await taskWith(png);
  const copy = join(dirname(path), `p-${basename(path)}`);
  const kept = await readFile(copy);
  const flipped = Buffer.from(kept);
  flipped.writeUInt8(kept.readUInt8(50) ^ 1, 50);
  const small = `${url}&preview=true`;
  const etagOf = (bytes: Buffer) => `"${createHash('sha256').update(bytes).digest('hex')}"`;
  const check = async (bytes: Buffer, type: string, name: string) => {
    const etag = etagOf(bytes);
    const whole = await user.send('GET', small);
    assert.deepEqual([whole.status, whole.headers.etag, whole.headers['content-type']], [200, etag, type]);
    assert.equal(whole.headers['content-length'], String(bytes.length));
    assert.ok(whole.bytes.equals(bytes));
    assert.match(String(whole.headers['content-disposition']), new RegExp(`filename="${name}"`));
    const head = await fetch(new URL(small, api.url), { method: 'HEAD' });
    assert.deepEqual([head.status, head.headers.get('etag')], [200, etag]);
    assert.equal(head.headers.get('content-length'), String(bytes.length));
    const part = await user.send('GET', small, { headers: { range: 'bytes=10-19' } });
    assert.deepEqual([part.status, part.bytes], [206, bytes.subarray(10, 20)]);
    const same = await user.send('GET', small, { headers: { 'if-none-match': etag } });
    assert.equal(same.status, 304);
    const outside = { headers: { range: `bytes=${bytes.length}-` } };
    await user.fault('GET', small, outside, 'range_not_satisfiable');
  };
  const damaged: Record<string, () => Promise<void>> = {
    missing: () => rm(copy),
    short: () => writeFile(copy, kept.subarray(1)),
    empty: () => writeFile(copy, ''),
    changed: () => writeFile(copy, flipped),
  };
  for (const [what, damage] of Object.entries(damaged)) {
    await damage();
    await check(png, 'image/png', 'a.png');
    if (what === 'missing') {
      // The first request for it: later ones get the thumbnail that is kept.
      const shown = await user.send('GET', `/api/v1/tasks/${id}/thumbnail`);
      assert.equal(shown.status, 200);
      assert.equal((await sharp(shown.bytes).metadata()).width, 96);
    }
    await writeFile(copy, kept);
    await check(kept, 'image/webp', 'a.webp');
  }
  const [line, ...others] = damagedLines().filter(({ task_id }) => task_id === id);
  assert.deepEqual([line.name, line.preview, others.length], ['a.png', true, 0]);
  await rm(copy);
  await rm(path);
  await user.fault('GET', small, {}, 'file_unreadable');
});

test('a picture that is replaced by a file without a small copy leaves none', async () => {
  const about = { width: 420, height: 280, channels: 3, background: '#3366cc' } as const;
  const png = await sharp({ create: about }).png().toBuffer();
  const picture = { name: 'a.png', content_type: 'image/png', base64: png.toString('base64') };
  const text = { name: 'a.png', content_type: 'text/plain', text: 'no picture' };
  const { id } = await user.data('POST', '/api/v1/tasks', {
    type: 'attach',
    params: { files: [picture, text, { ...picture, name: 'b.png' }] },
  });
  await waitFor(async () => (await user.data('GET', `/api/v1/tasks/${id}`)).status === 'completed');
  const entries = await readdir(join(data_dir, 'files'), { recursive: true, withFileTypes: true });
  const names = entries.filter((one) => one.isFile() && one.parentPath.includes(id)).map(({ name }) => name);
  assert.deepEqual(names.sort(), ['n-a%2epng', 'n-b%2epng', 'p-n-b%2epng']);
});

test('an empty file that has become longer is a fault', async () => {
  const { url, path } = await taskWith(Buffer.alloc(0));
  const whole = await user.send('GET', url);
  assert.deepEqual([whole.status, whole.headers['content-length']], [200, '0']);
  await truncate(path, 1);
  await user.fault('GET', url, {}, 'file_unreadable');
});

test('a file that ends early while it is sent breaks off, and the log names it', async (t) => {
  const { id, url } = await taskWith(Buffer.alloc(SIZE, 7));
  for (const brought of [SIZE - 1, SIZE + 1]) {
    const parts = [SIZE / 2, 10, brought - SIZE / 2 - 10].map((size) => Buffer.alloc(size));
    t.mock.method(api.data.files, 'open', async () => Readable.from(parts, { objectMode: false }));
    const answer = await fetch(new URL(url, api.url));
    assert.deepEqual([answer.status, answer.headers.get('content-length')], [200, String(SIZE)]);
    await assert.rejects(answer.arrayBuffer());
    t.mock.restoreAll();
  }
  assert.equal(damagedLines().filter(({ task_id }) => task_id === id).length, 1);
});

test('a grid shows the pictures that can be read', async () => {
  const { id } = await user.data('POST', '/api/v1/tasks', {
    type: 'image',
    params: { prompt: 'a {c} sea', variables: { c: ['red', 'blue'] } },
  });
  await waitFor(async () => (await user.data('GET', `/api/v1/tasks/${id}`)).status === 'completed');
  const entries = await readdir(join(data_dir, 'files'), { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((one) => one.isFile() && one.parentPath.includes(join(id, '0')))
    .map((one) => join(one.parentPath, one.name))
    .sort();
  assert.deepEqual(
    paths.map((path) => /([np])-\S+$/.exec(path)?.[1]),
    ['n', 'p'],
  );
  const [picture, copy] = paths as [string, string];
  const grid = async (cell: number) => {
    const { status, bytes } = await user.send('GET', `/api/v1/tasks/${id}/grid?cell=${cell}`);
    assert.equal(status, 200);
    return bytes;
  };
  const sizeOf = async (bytes: Uint8Array) =>
    (({ width, height }) => ({ width, height }))(await sharp(bytes).metadata());
  const [small, large] = [await grid(64), await grid(300)];
  const kept = await readFile(copy);
  await writeFile(copy, Buffer.alloc(kept.length));
  const whole = await grid(64);
  assert.ok(!whole.equals(small), 'small cells show the small copy');
  await writeFile(copy, Buffer.alloc(100));
  assert.ok((await grid(64)).equals(whole));
  assert.ok((await grid(300)).equals(large));
  await writeFile(picture, Buffer.alloc(1_000_000));
  const neither = await grid(64);
  assert.ok(!neither.equals(whole), 'the whole picture stood in for its small copy');
  assert.ok(!(await grid(300)).equals(large), 'large cells show the whole picture');
  await writeFile(copy, kept);
  assert.ok((await grid(64)).equals(small));
  for (const drawn of [whole, neither]) assert.deepEqual(await sizeOf(drawn), await sizeOf(small));
});

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import sharp from 'sharp';
import { waitFor } from '../support/wait-for.ts';
import { type Account, startApi, type TestApi } from './start-api.ts';

const TEXT = 'The quick brown fox jumps over the lazy dog. 敏捷的棕色狐狸。';
const BYTES = Buffer.from(TEXT);
const ODD = `it's "100%" 图.html`;

let api: TestApi;
let user: Account;
let task: string;
let files: { name: string; url: string; content_type: string; bytes: number }[];

before(async () => {
  api = await startApi({ worker: true });
  user = await api.account('user');
  const named = [
    { name: 'picture.png', content_type: 'image/png', text: TEXT },
    { name: ODD, content_type: 'text/html', text: '<script>alert(1)</script>' },
    { name: 'drawing.svg', content_type: 'image/svg+xml', text: '<svg/>' },
    { name: 'script.js', content_type: 'Text/JavaScript', text: 'alert(1)' },
    { name: 'old.js', content_type: 'text/javascript1.5', text: 'alert(1)' },
    { name: 'style.xsl', content_type: 'TEXT/XSL', text: '<xsl/>' },
    { name: 'parts', content_type: 'Multipart/X-Mixed-Replace; boundary=x', text: '--x' },
    { name: 'odd.png', content_type: 'IMAGE/Png; Foo=Bar', text: TEXT },
    { name: 'page.xhtml', content_type: 'application/xhtml+xml', text: '<html/>' },
    { name: 'table.csv', content_type: 'text/csv', text: 'a,b' },
    { name: 'empty.txt', content_type: 'text/plain', text: '' },
  ];
  task = (await user.data('POST', '/api/v1/tasks', { type: 'attach', params: { files: named } })).id;
  const item = await waitFor(async () => {
    const one = await user.data('GET', `/api/v1/tasks/${task}/items/0`);
    assert.ok(one.status !== 'failed', JSON.stringify(one.error));
    return one.status === 'completed' && one;
  });
  files = item.files;
});
after(() => api.close());

const path = (name = 'picture.png') => `/api/v1/tasks/${task}/items/0/files/${encodeURIComponent(name)}`;
const get = (headers: Record<string, string> = {}, name = 'picture.png', method = 'GET') =>
  user.send(method, path(name), { headers });

test('a file comes whole, with its type, size and tag', async () => {
  const { status, headers, bytes } = await get();
  assert.equal(status, 200);
  assert.deepEqual(bytes, BYTES);
  assert.equal(headers['content-type'], 'image/png');
  assert.equal(headers['content-length'], String(BYTES.length));
  assert.equal(headers.etag, `"${createHash('sha256').update(BYTES).digest('hex')}"`);
  assert.equal(headers['accept-ranges'], 'bytes');
  assert.equal(headers['cache-control'], 'private, no-cache');
  assert.match(String(headers['content-disposition']), /^inline; filename="picture.png"/);
  assert.match(String(headers['content-security-policy']), /sandbox/);
});

test('what a browser could run is sent as mere bytes, all else as what it is', async () => {
  const types: Record<string, unknown> = {};
  const odd = ['old.js', 'style.xsl', 'parts', 'odd.png'];
  for (const name of [ODD, 'drawing.svg', 'script.js', ...odd, 'page.xhtml', 'table.csv', 'picture.png'])
    types[name] = (await get({}, name)).headers['content-type'];
  assert.deepEqual(types, {
    [ODD]: 'application/octet-stream',
    'drawing.svg': 'application/octet-stream',
    'script.js': 'application/octet-stream',
    'old.js': 'application/octet-stream',
    'style.xsl': 'application/octet-stream',
    parts: 'application/octet-stream',
    'odd.png': 'image/png; foo=Bar',
    'page.xhtml': 'application/octet-stream',
    'table.csv': 'text/csv',
    'picture.png': 'image/png',
  });
});

test('what a browser could run is downloaded, under its own name', async () => {
  const { headers, text } = await get({}, ODD);
  assert.equal(text, '<script>alert(1)</script>');
  const exact = 'it%27s%20%22100%25%22%20%E5%9B%BE.html';
  assert.equal(
    headers['content-disposition'],
    `attachment; filename="it's _100__ _.html"; filename*=UTF-8''${exact}`,
  );
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.match(String((await get({}, 'drawing.svg')).headers['content-disposition']), /^attachment/);
  assert.match(String((await get({}, 'odd.png')).headers['content-disposition']), /^inline/);
});

test('HEAD gives the headers alone', async () => {
  const whole = await get();
  const { status, headers, bytes } = await get({}, 'picture.png', 'HEAD');
  assert.deepEqual([status, bytes.length], [200, 0]);
  for (const name of ['content-length', 'content-type', 'etag', 'accept-ranges', 'content-disposition']) {
    assert.equal(headers[name], whole.headers[name], name);
  }
  // RFC 9110, section 14.2: a range is for GET alone.
  for (const range of ['bytes=0-3', 'bytes=999999-']) {
    const part = await get({ range }, 'picture.png', 'HEAD');
    assert.deepEqual(
      [part.status, part.headers['content-length']],
      [200, whole.headers['content-length']],
      range,
    );
  }
});

test('a copy that is still good is not sent again', async () => {
  const etag = String((await get()).headers.etag);
  for (const tag of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
    const { status, bytes, headers } = await get({ 'if-none-match': tag });
    assert.deepEqual([status, bytes.length, headers.etag], [304, 0, etag], tag);
  }
  assert.equal((await get({ 'if-none-match': '"other"' })).status, 200);
});

test('parts are sent by range', async () => {
  assert.equal((await get({ range: 'Bytes=0-3' })).status, 206);
  const size = BYTES.length;
  const cases: [string, number, number][] = [
    ['bytes=0-0', 0, 0],
    ['bytes=4-8', 4, 8],
    ['bytes=10-', 10, size - 1],
    ['bytes=-5', size - 5, size - 1],
    [`bytes=-${size + 10}`, 0, size - 1],
    [`bytes=4-${size + 100}`, 4, size - 1],
  ];
  for (const [range, start, end] of cases) {
    const { status, headers, bytes } = await get({ range });
    assert.equal(status, 206, range);
    assert.deepEqual(bytes, BYTES.subarray(start, end + 1), range);
    assert.equal(headers['content-range'], `bytes ${start}-${end}/${size}`);
  }
  for (const range of ['bytes=5-4', 'bytes=', 'bytes=-', 'items=0-1', 'bytes=a-b', 'bytes=0-1,4-5']) {
    assert.deepEqual((await get({ range })).bytes, BYTES, range);
  }
  for (const range of [`bytes=${size}-`, `bytes=${size + 5}-${size + 9}`, 'bytes=-0']) {
    const { headers } = await user.fault('GET', path(), { headers: { range } }, 'range_not_satisfiable');
    assert.equal(headers['content-range'], `bytes */${size}`);
  }
  const etag = String((await get()).headers.etag);
  assert.equal((await get({ range: 'bytes=0-1', 'if-range': etag })).status, 206);
  assert.equal((await get({ range: 'bytes=0-1', 'if-range': '"older"' })).status, 200);
});

test('an empty file is an empty answer', async () => {
  const { status, bytes, headers } = await get({}, 'empty.txt');
  assert.deepEqual([status, bytes.length, headers['content-length']], [200, 0, '0']);
  await user.fault('GET', path('empty.txt'), { headers: { range: 'bytes=0-0' } }, 'range_not_satisfiable');
});

test('a signed link opens its file to anybody, and nothing else', async () => {
  const { anonymous } = api;
  const url = files.find(({ name }) => name === 'picture.png')?.url as string;
  const answer = await anonymous.send('GET', url);
  assert.deepEqual([answer.status, answer.text], [200, TEXT]);
  assert.equal(answer.headers['cache-control'], 'private, max-age=3600');
  assert.equal((await anonymous.send('HEAD', url)).status, 200);
  const odd = files.find(({ name }) => name === ODD)?.url as string;
  assert.equal((await anonymous.send('GET', odd)).status, 200);

  const [, query = ''] = url.split('?');
  const expires = Number(new URLSearchParams(query).get('expires'));
  assert.ok(expires * 1_000 > Date.now() + 3_600_000 - 1_000 && expires % 3_600 === 0);
  const bad = [
    `${path('drawing.svg')}?${query}`,
    url.replace(`expires=${expires}`, `expires=${expires + 3_600}`),
    url.replace('/items/0/', '/items/1/'),
    url.slice(0, -2),
    `${path()}?signature=x`,
    `${path()}?expires=0&signature=`,
  ];
  for (const one of bad) await anonymous.fault('GET', one, {}, 'invalid_file_link');
  // A bad link is not saved by a token: somebody made it.
  await user.fault('GET', bad[1] as string, {}, 'invalid_file_link');
  await anonymous.fault('GET', path(), {}, 'not_authenticated');
  await anonymous.fault('GET', `${path()}?expires=1`, {}, 'not_authenticated');
  await anonymous.fault('GET', `${url}&more=1`, {}, 'validation_failed');
});

test('tricks in names find nothing', async () => {
  const base = `/api/v1/tasks/${task}/items/0/files`;
  const names = [
    '..',
    '.',
    '%2e%2e',
    '..%2f..%2f..%2fetc%2fpasswd',
    '..%5c..%5cboot.ini',
    'picture.png%00.html',
    'picture.png%2f',
    '%2fetc%2fpasswd',
    'picture.png::$DATA',
    'PICTURE.PNG',
    'picture.png%20',
    '%E5%9B',
    'x'.repeat(128),
    'x'.repeat(129),
    'x'.repeat(2_000),
    '../../../../../etc/passwd',
    'a/b',
  ];
  for (const name of names) {
    for (const who of [user, api.admin]) {
      const { status, text } = await who.send('GET', `${base}/${name}`);
      assert.ok([400, 404, 414].includes(status), `${name}: ${status} ${text}`);
    }
  }
});

test('a picture has a link to its small copy, which other files have not', async () => {
  const drawn = { width: 420, height: 280, channels: 4, background: '#3366cc80' } as const;
  const noise = { type: 'gaussian', mean: 128, sigma: 30 } as const;
  const png = await sharp({ create: { ...drawn, noise } })
    .png()
    .toBuffer();
  const small = await sharp(png).resize(200).png().toBuffer();
  const of = (name: string, bytes: Buffer) => ({
    ...{ name, content_type: 'image/png', base64: bytes.toString('base64') },
  });
  const texts = ['a.txt', 'broken.png'].map((name) => ({
    ...{ name, content_type: name.endsWith('png') ? 'image/png' : 'text/plain', text: TEXT },
  }));
  const params = { files: [of('large.png', png), of('small.png', small), ...texts] };
  const { id } = await user.data('POST', '/api/v1/tasks', { type: 'attach', params });
  const path = `/api/v1/tasks/${id}/items/0`;
  const item = await waitFor(async () => {
    const one = await user.data('GET', path);
    return one.status === 'completed' && one;
  });
  assert.deepEqual(
    item.files.map((one: { url: string; preview_url: string | null }) => one.preview_url),
    [`${item.files[0].url}&preview=true`, null, null, null],
  );
  const shown = await api.anonymous.send('GET', item.files[0].preview_url);
  assert.equal(shown.status, 200);
  assert.equal(shown.headers['content-type'], 'image/webp');
  assert.equal(shown.headers.etag, `"${createHash('sha256').update(shown.bytes).digest('hex')}"`);
  const { format, width, height, hasAlpha } = await sharp(shown.bytes).metadata();
  assert.deepEqual(
    { format, width, height, hasAlpha },
    { format: 'webp', width: 256, height: 171, hasAlpha: true },
  );
  await api.anonymous.fault('GET', `${path}/files/large.png?preview=true`, {}, 'not_authenticated');
  const whole = await user.send('GET', `${path}/files/large.png?preview=false`);
  assert.ok(whole.bytes.equals(png));
  const itself = await user.send('GET', `${path}/files/small.png?preview=true`);
  assert.ok(itself.bytes.equals(small), 'where there is none, the file itself is sent');
  const quotas = await user.data('GET', '/api/v1/users/me/quotas');
  await user.send('DELETE', `/api/v1/tasks/${id}`);
  const after = await waitFor(async () => {
    const now = await user.data('GET', '/api/v1/users/me/quotas');
    return now.stored_bytes.used < quotas.stored_bytes.used && now;
  });
  const listed = item.files.reduce((sum: number, { bytes }: { bytes: number }) => sum + bytes, 0);
  assert.equal(quotas.stored_bytes.used - after.stored_bytes.used, listed, 'it does not count');
});

test('a list links to a small copy of the first picture that a task left', async () => {
  const picture = sharp({ create: { width: 300, height: 200, channels: 3, background: '#3366cc' } });
  const files = [
    { name: 'notes.txt', content_type: 'text/plain', text: 'no picture' },
    {
      name: 'first.png',
      content_type: 'image/png',
      base64: (await picture.png().toBuffer()).toString('base64'),
    },
  ];
  const { id, thumbnail_url } = await user.data('POST', '/api/v1/tasks', {
    type: 'attach',
    params: { files },
  });
  assert.equal(thumbnail_url, null);
  const url: string = await waitFor(async () => {
    const { items } = await user.data('GET', '/api/v1/tasks');
    return items.find((one: { id: string }) => one.id === id)?.thumbnail_url;
  });
  const shown = await api.anonymous.send('GET', url);
  assert.equal(shown.status, 200);
  assert.equal(shown.headers['content-type'], 'image/webp');
  assert.equal(shown.headers['cache-control'], 'private, max-age=3600');
  const { format, width, height } = await sharp(shown.bytes).metadata();
  assert.deepEqual({ format, width, height }, { format: 'webp', width: 96, height: 96 });
  const changed = url.replace('signature=', 'signature=x');
  assert.equal((await api.anonymous.send('GET', changed)).status, 403);
  const path = url.slice(0, url.indexOf('?'));
  assert.equal((await api.anonymous.send('GET', path)).status, 401);
  assert.equal((await user.send('GET', path)).status, 200);
  assert.equal((await (await api.account('user')).send('GET', path)).status, 404);
});

test('what is called a picture and is none has no small copy', async () => {
  assert.equal((await user.send('GET', `/api/v1/tasks/${task}/thumbnail`)).status, 404);
});

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { type Backend, startBackend } from '../support/backend.ts';
import { waitFor } from '../support/wait-for.ts';

const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

let server: Backend;
before(async () => {
  server = await startBackend({ command: 'start' });
  await waitFor(async () => (await get('/', HTML)).status === 200, { timeout_ms: 60_000 });
});
after(() => server?.kill());

const get = (path: string, headers: Record<string, string> = {}, init: RequestInit = {}) =>
  fetch(server.url + path, { redirect: 'manual', ...init, headers });

async function assetPath(): Promise<string> {
  const [, path] = /src="(\/assets\/[^"]+\.js)"/.exec(await (await get('/', HTML)).text()) ?? [];
  assert.ok(path, 'the index names its script');
  return path;
}

test('a path that hits no route answers a browser with the index', async () => {
  const index = await (await get('/', HTML)).text();
  assert.match(index, /<div id="root">/);
  for (const path of [
    '/tasks',
    '/tasks/0190b8a3-1d44-7b02-8c11-2f3e4d5c6b7a?view=grid',
    '/no/such/page',
    '/index.html',
  ]) {
    const answer = await get(path, HTML);
    assert.equal(answer.status, 200, path);
    assert.equal(await answer.text(), index, path);
  }
});

test('programs, the API and missing assets get a 404 in the format', async () => {
  for (const [path, headers] of [
    ['/tasks', { accept: 'application/json' }],
    ['/api/v1/nothing', HTML],
    ['/api', HTML],
    ['/docs/nothing', HTML],
    ['/health/nothing', HTML],
    ['/metrics/nothing', HTML],
    ['/openapi.json/nothing', HTML],
    ['/assets/index-0000.js', HTML],
    ['/stamp', { accept: '*/*' }],
    ['/../package.json', { accept: '*/*' }],
    ['/%2e%2e/package.json', { accept: '*/*' }],
  ] as const) {
    const answer = await get(path, headers);
    assert.equal(answer.status, 404, path);
    assert.equal(((await answer.json()) as { error: { type: string } }).error.type, 'unknown_path', path);
  }
  assert.equal((await get('/', { accept: '*/*' })).headers.get('location'), '/docs');
  assert.equal((await get('/api/v1/auth/login', HTML)).status, 405);
  assert.equal((await get('/tasks', HTML, { method: 'POST' })).status, 404);
  assert.equal(
    (await get('/openapi.json', HTML)).headers.get('content-type'),
    'application/json; charset=utf-8',
  );
});

test('the index is asked for again each time; assets never are', async () => {
  const index = await get('/', HTML);
  assert.equal(index.headers.get('cache-control'), 'no-cache');
  assert.equal(index.headers.get('vary'), 'accept, accept-encoding');
  const etag = index.headers.get('etag') ?? '';
  const again = await get('/tasks', { ...HTML, 'if-none-match': etag });
  assert.equal(again.status, 304);
  assert.equal(await again.text(), '');

  const asset = await get(await assetPath());
  assert.equal(asset.headers.get('cache-control'), 'public, max-age=31536000, immutable');
  assert.equal(asset.headers.get('content-type'), 'text/javascript; charset=utf-8');
});

test('compressed files were compressed before', async () => {
  const path = await assetPath();
  const plain = await get(path, { 'accept-encoding': 'identity' });
  const text = await plain.text();
  // fetch would undo the encoding: the bytes as they travel are read over node:http.
  const { request } = await import('node:http');
  const bytes = (coding: string) =>
    new Promise<{ coding: string | undefined; body: Buffer }>((resolve, reject) => {
      const call = request(server.url + path, { headers: { 'accept-encoding': coding } }, async (answer) => {
        const chunks: Buffer[] = [];
        for await (const chunk of answer) chunks.push(chunk as Buffer);
        resolve({ coding: answer.headers['content-encoding'], body: Buffer.concat(chunks) });
      });
      call.on('error', reject);
      call.end();
    });
  const br = await bytes('gzip, deflate, br');
  assert.equal(br.coding, 'br');
  assert.equal(brotliDecompressSync(br.body).toString(), text);
  const gzip = await bytes('gzip');
  assert.equal(gzip.coding, 'gzip');
  assert.equal(gunzipSync(gzip.body).toString(), text);
});

test('the content security policy is the strict one', async () => {
  for (const path of ['/', '/theme.js', await assetPath()]) {
    const { headers } = await get(path, HTML);
    assert.equal(
      headers.get('content-security-policy'),
      "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
    );
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
  }
  const index = await (await get('/', HTML)).text();
  assert.doesNotMatch(index, /<script(?![^>]*src=)|<style|style=/, 'nothing inline');
});

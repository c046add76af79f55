import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { buildApp } from '../../../src/api/build-app.ts';
import { absentServices } from '../../../src/api/openapi/absent-services.ts';
import { readSettings } from '../../../src/settings.ts';

const SECRET_KEY = 'a secret of the tests';
const page = Buffer.from('<html>the index');
const index = { content_type: 'text/html', etag: 'x', raw: () => page, br: null, gz: null };
const source = { state: async () => ({ files: new Map([['/index.html', index]]) }) };
const app = buildApp(absentServices(), readSettings({ SECRET_KEY }), { console: source });
after(() => app.close());

const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const get = async (url: string, headers: Record<string, string> = HTML) => {
  const { statusCode, body } = await app.inject({ url, headers });
  return statusCode === 200 && body === '<html>the index';
};

test('a person who navigates to a path without a route gets the index page', async () => {
  for (const path of ['/tasks', '/tasks/0190b8a3?rows=a', '/apiary', '/documents', '/healthy', '/a%20b']) {
    assert.ok(await get(path), path);
  }
});

test('programs, assets and the paths of others never get it', async () => {
  for (const path of [
    '/api/v1/nothing',
    '/api',
    '/%61pi/v1/nothing',
    '/docs/nothing',
    '/health/nothing',
    '/metrics/x',
    '/assets/index-1a2b.js',
    '/favicon.ico',
    '/openapi.json/x.json',
  ]) {
    assert.ok(!(await get(path)), path);
  }
  assert.ok(!(await get('/tasks', {})));
  assert.ok(!(await get('/tasks', { accept: '*/*' })));
  const { statusCode } = await app.inject({ method: 'POST', url: '/tasks', headers: HTML });
  assert.equal(statusCode, 404);
});

test('a path of the API carries its headers however it is encoded', async () => {
  for (const url of ['/%61pi/v1/users/me', '/api/v1/users/me', '/%61pi/nothing']) {
    const { headers, statusCode } = await app.inject({ url });
    assert.equal(statusCode, url.endsWith('nothing') ? 404 : 401);
    assert.deepEqual(
      [headers['cache-control'], headers['x-content-type-options']],
      ['no-store', 'nosniff'],
      url,
    );
  }
  assert.equal((await app.inject({ url: '/nothing' })).headers['cache-control'], undefined);
});

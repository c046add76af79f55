import assert from 'node:assert/strict';
import { after, before, mock, test } from 'node:test';
import { buildApp } from '../../../src/api/build-app.ts';
import { absentServices } from '../../../src/api/openapi/absent-services.ts';
import { LoadMonitor } from '../../../src/runtime/load-monitor.ts';
import { readSettings } from '../../../src/settings.ts';

const SECRET_KEY = 'a secret of the tests';
const file = (content_type: string, text: string) => {
  const bytes = Buffer.from(text);
  return { content_type, etag: text, raw: () => bytes, br: null, gz: null };
};
const files = new Map([
  ['/index.html', file('text/html', '<html>the index')],
  ['/assets/later-1a2b.js', file('text/javascript', 'later()')],
]);
const app = buildApp(absentServices(), readSettings({ SECRET_KEY }), {
  console: { state: async () => ({ files }) },
});
before(async () => {
  await app.listen({ host: '127.0.0.1', port: 0 });
  // The load of a start is let pass.
  const now = performance.now.bind(performance);
  mock.method(performance, 'now', () => now() + 10_000);
  mock.getter(LoadMonitor.prototype, 'overloaded', () => true);
});
after(async () => {
  mock.restoreAll();
  await app.close();
});

const HTML = 'text/html,application/xhtml+xml,*/*;q=0.8';
const get = async (url: string, accept = HTML, coding = 'gzip, deflate, br') => {
  const headers = { accept, 'accept-encoding': coding };
  const { statusCode, body } = await app.inject({ url, headers });
  return { statusCode, body };
};

test('an overloaded server serves a browser the console, its files, and the page of the API', async () => {
  for (const path of ['/', '/audit', '/tasks/0190b8a3?rows=a'])
    assert.deepEqual(await get(path), { statusCode: 200, body: '<html>the index' }, path);
  assert.deepEqual(await get('/assets/later-1a2b.js', '*/*'), { statusCode: 200, body: 'later()' });
  for (const path of ['/docs', '/docs/static/page.js', '/openapi.json'])
    assert.equal((await get(path)).statusCode, 200, path);
});

test('it refuses calls, and files that it would have to unpack', async () => {
  for (const path of ['/api/v1/users/me', '/api/v1/tasks']) {
    const { statusCode, body } = await get(path);
    assert.deepEqual([statusCode, JSON.parse(body).error.type], [503, 'overloaded'], path);
  }
  assert.equal((await get('/assets/later-1a2b.js', '*/*', 'identity')).statusCode, 503);
});

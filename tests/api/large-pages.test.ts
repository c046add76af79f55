/** Pages of items whose results are large: each item by itself takes milliseconds to read, parse and write. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { LARGE_PAGES_PER_CALLER } from '../../src/api/large-page.ts';
import { waitFor } from '../support/wait-for.ts';
import { type Account, startApi, type TestApi } from './start-api.ts';

const COUNT = 100;

let api: TestApi;
let user: Account;
let items: string;

before(async () => {
  api = await startApi({ worker: true });
  user = await api.account('user');
  const { id } = await user.data('POST', '/api/v1/tasks', { type: 'large', params: { count: COUNT } });
  await waitFor(async () => (await user.data('GET', `/api/v1/tasks/${id}`)).status === 'completed');
  items = `/api/v1/tasks/${id}/items`;
});
after(() => api.close());

test('a large page says the same as its items, and is sent in parts; a small one is sent whole', async () => {
  for (const query of ['page_size=100', 'status=completed&page_size=100']) {
    const { headers, body } = await user.send('GET', `${items}?${query}`);
    assert.match(String(headers['content-type']), /^application\/json/);
    assert.equal(headers['content-length'], undefined);
    const { items: listed, ...page } = body.data;
    assert.deepEqual([body.code, body.message], [200, 'OK']);
    assert.deepEqual(page, { total: COUNT, page: 1, page_size: 100, next_cursor: null });
    assert.deepEqual(
      listed.map(({ index, result }: { index: number; result: number[] }) => [index, result.at(-1)]),
      Array.from({ length: COUNT }, (_, index) => [index, 100_000_000 + index * 20_000 + 19_999]),
    );
    assert.deepEqual(listed[7], await user.data('GET', `${items}/7`));
  }
  const small = await user.send('GET', `${items}?page=200&page_size=1`);
  assert.deepEqual(small.body.data.items, []);
  assert.ok(Number(small.headers['content-length']) > 0);
});

test('a caller who reads none of many large pages waits for further ones; small pages and other callers do not wait', async () => {
  const stop = new AbortController();
  const token = { authorization: `Bearer ${user.token}` };
  const ask = () => fetch(`${api.url}${items}?page_size=100`, { headers: token, signal: stop.signal });
  const unread = await Promise.all(Array.from({ length: LARGE_PAGES_PER_CALLER }, ask));
  assert.deepEqual([...new Set(unread.map(({ status }) => status))], [200]);
  const further = ask();
  // Pages of few items need no place, and neither do other callers wait for one.
  const few = await Promise.all(
    Array.from({ length: 100 }, () => user.data('GET', `${items}?page=7&page_size=1`)),
  );
  assert.deepEqual([...new Set(few.map(({ items: [one] }) => one.index))], [6]);
  const other = await fetch(`${api.url}${items}?page_size=100`, {
    headers: { authorization: `Bearer ${api.admin.token}` },
  });
  const { data } = (await other.json()) as { data: { items: unknown[] } };
  assert.equal(data.items.length, COUNT);
  await unread[0]?.arrayBuffer();
  assert.equal((await further).status, 200);
  stop.abort();
  await waitFor(async () => (await user.send('GET', `${items}?page_size=100`)).status === 200);
});

test('schedules with large params: the same as one by one, and sent in parts', async () => {
  const values = (letter: string) => Array.from({ length: 50 }, (_, at) => `${letter}${at}`.padEnd(400, '·'));
  const params = { prompt: '{a} {b}', variables: { a: values('a'), b: values('b') } };
  const made: string[] = [];
  for (let at = 0; at < 15; at += 1) {
    const asked = { name: `${at}`, cron: '@yearly', time_zone: 'UTC', task: { type: 'image', params } };
    made.unshift((await user.data('POST', '/api/v1/schedules', asked)).id);
  }
  const { headers, body } = await user.send('GET', '/api/v1/schedules?page_size=14');
  assert.equal(headers['content-length'], undefined);
  const { items: listed, next_cursor } = body.data;
  assert.deepEqual(
    listed.map(({ id }: { id: string }) => id),
    made.slice(0, 14),
  );
  assert.deepEqual(listed[10], await user.data('GET', `/api/v1/schedules/${made[10]}`));
  const rest = await user.send('GET', `/api/v1/schedules?page_size=14&cursor=${next_cursor}`);
  assert.deepEqual(
    rest.body.data.items.map(({ id }: { id: string }) => id),
    made.slice(14),
  );
  const second = await user.data('GET', '/api/v1/schedules?page_size=3&page=4');
  assert.deepEqual(
    second.items.map(({ id }: { id: string }) => id),
    made.slice(9, 12),
  );
});

import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import Fastify from 'fastify';
import { LARGE_PAGES_PER_CALLER, LargePages } from '../../../src/api/large-page.ts';
import { waitFor } from '../../support/wait-for.ts';

const LARGE = 'x'.repeat(250_000);

const app = Fastify();
const read = { now: 0, most: 0, whole: 0, rows: 0 };
const pages = new LargePages({ wait_ms: 1_000 });
app.get<{ Querystring: { rows: number } }>('/', async (request, reply) =>
  pages.send(request, reply, async (grow) => {
    read.now += 1;
    read.most = Math.max(read.most, read.now);
    try {
      const items: string[] = [];
      while (items.length < Number(request.query.rows)) {
        await sleep(1);
        grow(LARGE.length);
        items.push(LARGE);
        read.rows += 1;
      }
      read.whole += 1;
      return { items };
    } finally {
      read.now -= 1;
    }
  }),
);
app.setErrorHandler((error: Error & { type?: string }, _request, reply) => reply.code(429).send(error.type));

let url = '';
before(async () => {
  await app.listen({ host: '127.0.0.1', port: 0 });
  url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/?rows=`;
});
after(async () => {
  app.server.closeAllConnections();
  await app.close();
});
beforeEach(() => Object.assign(read, { most: 0, whole: 0, rows: 0 }));

const ask = (rows: number, count: number, signal?: AbortSignal) =>
  Array.from({ length: count }, () => fetch(`${url}${rows}`, { signal: signal ?? null }));
const statuses = (answers: Response[]) => answers.map(({ status }) => status);

test('large pages that nobody reads leave others unread, and small ones need not wait for them', async () => {
  const stop = new AbortController();
  const unread = await Promise.all(ask(100, LARGE_PAGES_PER_CALLER, stop.signal));
  assert.deepEqual([...new Set(statuses(unread))], [200]);
  assert.ok(read.most > 1 && read.most <= 4, `${read.most} at a time`);
  read.rows = 0;
  const [more, small] = await Promise.all([Promise.all(ask(100, 20, stop.signal)), Promise.all(ask(1, 20))]);
  assert.deepEqual([...new Set(statuses(small))], [200]);
  assert.equal(await more[0]?.text(), 'too_many_large_pages');
  assert.deepEqual([...new Set(statuses(more))], [429]);
  // Each reads until it is known to be large.
  assert.ok(read.rows <= 20 + 20 * 2, `${read.rows} rows`);
  stop.abort();
});

test('requests beyond the places wait for them', async () => {
  const answers = await Promise.all(
    ask(20, 24).map(async (asked) => {
      const answer = await asked;
      return (await answer.text()).length;
    }),
  );
  assert.equal(new Set(answers).size, 1);
  assert.equal(read.whole, 24);
});

test('a page is not read for a caller who has left the line', async () => {
  await waitFor(async () => (await fetch(`${url}5`)).status === 200);
  const stop = new AbortController();
  const asked = ask(100, 24, stop.signal).map((answer) => answer.catch(() => null));
  await waitFor(() => read.whole > 0);
  stop.abort();
  await Promise.all(asked);
  await waitFor(async () => (await fetch(`${url}5`)).status === 200);
  assert.ok(read.whole < 20, `${read.whole} of 24 were read`);
});

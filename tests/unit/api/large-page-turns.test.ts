import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import Fastify from 'fastify';
import { LARGE_PAGES_PER_CALLER, LargePages } from '../../../src/api/large-page.ts';
import { waitFor } from '../../support/wait-for.ts';

const LARGE = 'x'.repeat(200_000);

const app = Fastify();
const read = { now: 0, most: 0, all: 0 };
const pages = new LargePages({ MAX_DOWNLOADS_PER_CALLER: 100 });
app.get('/', async (request, reply) =>
  pages.send(request, reply, async () => {
    read.now += 1;
    read.all += 1;
    read.most = Math.max(read.most, read.now);
    await sleep(50);
    read.now -= 1;
    return { items: Array.from({ length: 100 }, () => LARGE) };
  }),
);
app.setErrorHandler((_error, _request, reply) => reply.code(429).send());

let url = '';
before(async () => {
  await app.listen({ host: '127.0.0.1', port: 0 });
  url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/`;
});
after(async () => {
  app.server.closeAllConnections();
  await app.close();
});

test('of many pages that a caller asks for at once, few are read at a time', async () => {
  const stop = new AbortController();
  const answers = await Promise.all(Array.from({ length: 24 }, () => fetch(url, { signal: stop.signal })));
  // Nobody reads the first of them, so that the others get no place.
  assert.equal(answers.filter(({ status }) => status === 200).length, LARGE_PAGES_PER_CALLER);
  assert.equal(answers.filter(({ status }) => status === 429).length, 24 - LARGE_PAGES_PER_CALLER);
  assert.ok(read.most > 1 && read.most <= 4, `${read.most} at a time`);
  stop.abort();
});

test('a page is not read for a caller who has left the line', async () => {
  await waitFor(async () => (await fetch(url)).status === 200);
  read.all = 0;
  const stop = new AbortController();
  const asked = Array.from({ length: 24 }, () => fetch(url, { signal: stop.signal }).catch(() => null));
  await waitFor(() => read.all > 0);
  stop.abort();
  await Promise.all(asked);
  await waitFor(async () => (await fetch(url)).status === 200);
  assert.ok(read.all < 20, `${read.all} of 24 were read`);
});

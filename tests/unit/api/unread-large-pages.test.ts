import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import Fastify from 'fastify';
import { LARGE_PAGES_PER_CALLER, LargePages } from '../../../src/api/large-page.ts';
import { waitFor } from '../../support/wait-for.ts';

const ROWS = Array<string>(100).fill('x'.repeat(250_000));
const QUIET_MS = 300;

const app = Fastify();
// As `Connections` sets it, which takes longer.
app.server.timeout = QUIET_MS;
const pages = new LargePages({ wait_ms: 5_000 });
const quiet = { times: 0 };
app.get('/', (request, reply) => pages.send(request, reply, async () => ({ items: ROWS })));
app.server.on('timeout', () => {
  quiet.times += 1;
});

let url = '';
before(async () => {
  await app.listen({ host: '127.0.0.1', port: 0 });
  url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/`;
});
after(async () => {
  app.server.closeAllConnections();
  await app.close();
});

const ask = (count: number) => Promise.all(Array.from({ length: count }, () => fetch(url)));

test('what nobody has read for a while makes room for what is read, one for each', async () => {
  const unread = await ask(LARGE_PAGES_PER_CALLER);
  // Two come before anything counts as unread, and one later.
  const read = await Promise.all((await ask(2)).map((answer) => answer.text()));
  assert.ok(read.every(({ length }) => length > 100 * 250_000));
  await waitFor(() => quiet.times >= LARGE_PAGES_PER_CALLER);
  assert.ok((await (await fetch(url)).text()).length > 100 * 250_000);
  const ends = await Promise.allSettled(unread.map((answer) => answer.text()));
  const whole = ends.filter(({ status }) => status === 'fulfilled').length;
  assert.equal(whole, LARGE_PAGES_PER_CALLER - 2, 'the last one found a free place');
});

test('what is read slowly makes no room', async () => {
  const slow = await ask(LARGE_PAGES_PER_CALLER);
  const texts = slow.map(async (answer) => {
    let length = 0;
    for await (const part of answer.body ?? []) {
      length += part.length;
      if (length % 7 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return length;
  });
  const [more] = await ask(1);
  assert.equal(more?.status, 200);
  assert.ok((await more.text()).length > 0);
  assert.deepEqual(new Set(await Promise.all(texts)).size, 1);
});

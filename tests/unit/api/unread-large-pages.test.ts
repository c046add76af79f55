import assert from 'node:assert/strict';
import { type AddressInfo, connect } from 'node:net';
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
app.server.on('timeout', (socket) => {
  quiet.times += 1;
  socket.setTimeout(60_000);
});

/** Reads of pages that wait for nothing, each with the turn of the event loop in which it was. */
const reads: number[] = [];
const loop = { turn: 0, counts: false };
const count = () => {
  loop.turn += 1;
  if (loop.counts) setImmediate(count);
};
app.get('/at-once', (request, reply) =>
  pages.send(request, reply, async (grow) => {
    reads.push(loop.turn);
    for (const row of ROWS) grow(row.length);
    return { items: ROWS };
  }),
);

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

test('what is read again makes no room', async () => {
  quiet.times = 0;
  const answers = await ask(LARGE_PAGES_PER_CALLER);
  await waitFor(() => quiet.times >= LARGE_PAGES_PER_CALLER);
  const readers = answers.map(({ body }) => (body as ReadableStream<Uint8Array>).getReader());
  // More than what waits in buffers.
  const lengths = await Promise.all(readers.map((reader) => lengthOf(reader, 12_000_000)));
  const more = fetch(url).then((answer) => answer.text());
  const rest = await Promise.all(readers.map((reader) => lengthOf(reader)));
  assert.ok(lengths.every((length, at) => length + (rest[at] ?? 0) > 100 * 250_000));
  assert.ok((await more).length > 100 * 250_000);
});

async function lengthOf(reader: ReadableStreamDefaultReader<Uint8Array>, most = Infinity): Promise<number> {
  let length = 0;
  while (length < most) {
    const { value, done } = await reader.read();
    if (done) break;
    length += value.length;
  }
  return length;
}

test('pages that are read at once are read in many turns of the event loop', async () => {
  loop.counts = true;
  count();
  const client = connect({ port: Number(new URL(url).port), host: '127.0.0.1' });
  // In one piece, so that all of them arrive in one turn.
  client.write('GET /at-once HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(60));
  await waitFor(() => reads.length >= 60);
  loop.counts = false;
  client.destroy();
  const most = Math.max(
    ...Map.groupBy(reads, (turn) => turn)
      .values()
      .map(({ length }) => length),
  );
  assert.ok(most <= 8, `${most} in one turn`);
});

import assert from 'node:assert/strict';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { after, test } from 'node:test';
import { Connections, connectionsFor } from '../../../src/api/connections.ts';
import { waitFor } from '../../support/wait-for.ts';

const servers: Server[] = [];
const sockets: Socket[] = [];
after(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers) server.close();
});

async function listen(handler: RequestListener, most: number, times = {}) {
  let full = 0;
  const connections = new Connections(handler, { most, full: () => (full += 1), ...times });
  const server = createServer();
  connections.serve(server);
  servers.push(server);
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const open = () => {
    const socket = connect(port, '127.0.0.1');
    const client = { socket, text: '', closed: false };
    socket.on('error', () => {}); // a cut connection is what some of the tests are about
    socket.on('close', () => {
      client.closed = true;
    });
    socket.on('data', (bytes) => {
      client.text += bytes;
    });
    sockets.push(socket);
    return client;
  };
  return { connections, open, fullness: () => full };
}

const GET = 'GET / HTTP/1.1\r\nhost: x\r\n\r\n';
const answers = (text: string) => text.split('HTTP/1.1 200').length - 1;

test('few of the requests of one connection are worked on at a time, and all are answered in their order', async () => {
  const held: ServerResponse[] = [];
  let most = 0;
  const { open } = await listen((_request, response) => {
    held.push(response);
    most = Math.max(most, held.length);
  }, 10);
  const client = open();
  client.socket.write(GET.repeat(60));
  for (let at = 0; at < 60; at += 1) {
    const next = await waitFor(() => held.shift());
    (next as ServerResponse).end(`number ${at};`);
  }
  await waitFor(() => answers(client.text) === 60);
  assert.ok(most <= 8, `${most} at a time`);
  assert.deepEqual(
    client.text.match(/number \d+/g)?.map((one) => Number(one.slice(7))),
    [...Array(60).keys()],
  );
});

test('requests that arrive in one piece take turns with everything else', async () => {
  let begun = 0;
  const { open } = await listen((_request, response) => {
    begun += 1;
    response.end();
  }, 10);
  let most = 0;
  let before = 0;
  let looking = true;
  const look = () => {
    most = Math.max(most, begun - before);
    before = begun;
    if (looking) setImmediate(look);
  };
  look();
  const clients = Array.from({ length: 5 }, open);
  for (const { socket } of clients) socket.write(GET.repeat(100));
  await waitFor(() => clients.every(({ text }) => answers(text) === 100));
  looking = false;
  assert.equal(begun, 500);
  // The first of each connection, and eight of all others.
  assert.ok(most <= 5 + 8, `${most} in one turn of the event loop`);
});

test('who sends a thousand requests without reading an answer is cut off', async () => {
  let begun = 0;
  const { open, connections } = await listen(() => (begun += 1), 10);
  const client = open();
  client.socket.write(GET.repeat(1_000));
  await waitFor(() => client.closed);
  await waitFor(() => connections.count === 0);
  assert.ok(begun <= 8, `${begun} begun`);
});

test('above the most there may be, the connection that was idle longest makes room', async () => {
  const held: ServerResponse[] = [];
  const { open, connections, fullness } = await listen((_request, response) => void held.push(response), 3);
  const busy = open();
  busy.socket.write(GET);
  await waitFor(() => held.length === 1);
  const first = open();
  await waitFor(() => connections.count === 2);
  const second = open();
  await waitFor(() => connections.count === 3);
  assert.equal(fullness(), 0);
  const third = open();
  await waitFor(() => first.closed);
  assert.deepEqual([busy.closed, second.closed, third.closed, fullness()], [false, false, false, 1]);
  // An answer makes the busy one idle, later than the others.
  held[0]?.end();
  await waitFor(() => answers(busy.text) === 1);
  open();
  await waitFor(() => second.closed);
  assert.equal(busy.closed, false);
});

test('where every connection waits for its answer, a new one is refused', async () => {
  const held: ServerResponse[] = [];
  const { open, connections } = await listen((_request, response) => void held.push(response), 2);
  for (const client of [open(), open()]) client.socket.write(GET);
  await waitFor(() => held.length === 2);
  const more = open();
  await waitFor(() => more.closed);
  assert.equal(connections.count, 2);
});

const MUCH = Buffer.alloc(16 * 1024 * 1024);

test('above the most there may be, a client that does not read its answer makes room before idle ones', async () => {
  const stalled = new Set<Socket>();
  const answer: RequestListener = (request, response) => {
    request.socket.on('timeout', () => stalled.add(request.socket));
    response.end(MUCH);
  };
  const { open, connections } = await listen(answer, 3, { stalled_ms: 50, given_up_ms: 600_000 });
  const idle = open();
  const unread = [open(), open()];
  for (const { socket } of unread) {
    socket.pause();
    socket.write(GET);
  }
  await waitFor(() => stalled.size === 2);
  const more = open();
  await waitFor(() => unread.some(({ socket }) => socket.resume() && socket.destroyed));
  assert.equal(connections.count, 3);
  assert.deepEqual([idle.closed, more.closed], [false, false]);
});

test('above the most there may be, a client that sends no more of its body makes room', async () => {
  let stalled = 0;
  const answer: RequestListener = (request) => void request.socket.on('timeout', () => (stalled += 1));
  const { open, connections } = await listen(answer, 2, { stalled_ms: 50, given_up_ms: 50 });
  const slow = open();
  slow.socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n{');
  const idle = open();
  // At the second time it is still only one that makes room: what ends a body is Node's own limit.
  await waitFor(() => stalled >= 2);
  assert.equal(slow.closed, false);
  const more = open();
  await waitFor(() => slow.closed);
  assert.deepEqual([idle.closed, more.closed, connections.count], [false, false, 2]);
});

const POST = 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000\r\n\r\n';

test('above the most there may be, a client that sends its body too slowly makes room, and one that sends enough does not', async () => {
  const arrived: number[] = [];
  const receive: RequestListener = (request) => {
    arrived.push(performance.now());
    request.resume();
  };
  const { open, connections } = await listen(receive, 3, { slow_after_ms: 50 });
  const [phone, trickling] = [open(), open()];
  phone.socket.write(POST + 'x'.repeat(100_000));
  trickling.socket.write(POST);
  const drip = setInterval(() => trickling.socket.write('x'), 10);
  try {
    const idle = open();
    await waitFor(() => arrived.length === 2 && performance.now() > (arrived[1] as number) + 50);
    await waitFor(() => connections.count === 3);
    const more = open();
    await waitFor(() => trickling.closed);
    assert.deepEqual(
      [phone, idle, more].map(({ closed }) => closed),
      [false, false, false],
    );
    // Then idle ones make room; and where there is none, the slowest body.
    const busy = [open(), open()];
    for (const { socket } of busy) socket.write(GET);
    await waitFor(() => idle.closed && more.closed && arrived.length === 4);
    assert.equal(phone.closed, false);
    const last = open();
    await waitFor(() => phone.closed);
    assert.deepEqual(
      [last, ...busy].map(({ closed }) => closed),
      [false, false, false],
    );
  } finally {
    clearInterval(drip);
  }
});

test('of bodies that all arrive fast enough, the slowest makes room, not the one that has most to send', async () => {
  const arrived: number[] = [];
  const receive: RequestListener = (request) => {
    arrived.push(performance.now());
    request.resume();
  };
  const { open } = await listen(receive, 2, { slow_after_ms: 50 });
  const upload = open();
  upload.socket.write(POST + 'x'.repeat(990_000));
  await waitFor(() => arrived.length === 1);
  const slower = open();
  slower.socket.write(POST + 'x'.repeat(150_000));
  // On a busy machine the second arrives long after the first, which must not become the slower one by that.
  await waitFor(() => arrived.length === 2 && performance.now() > (arrived[1] as number) + 200);
  const more = open();
  await waitFor(() => slower.closed);
  assert.deepEqual([upload.closed, more.closed], [false, false]);
});

test('a client that takes no more of its answer is given up, one that reads slowly is not', async () => {
  const times = { stalled_ms: 100, given_up_ms: 1_000 };
  const { open, connections } = await listen((_request, response) => void response.end(MUCH), 3, times);
  const unread = open();
  unread.socket.pause();
  unread.socket.write(GET);
  const slow = open();
  let read = 0;
  slow.socket.removeAllListeners('data').on('data', (bytes) => {
    read += bytes.length;
    slow.socket.pause();
    setTimeout(() => slow.socket.resume(), 2);
  });
  slow.socket.write(GET);
  await waitFor(() => connections.count === 1);
  await waitFor(() => read > MUCH.length);
  assert.equal(slow.closed, false);
});

test('an answer that takes its time, and an open connection that asks for nothing, are left alone', async () => {
  const quick = { stalled_ms: 20, given_up_ms: 20 };
  const { open, connections } = await listen(
    (_request, response) => void setTimeout(() => response.end('late'), 300),
    3,
    quick,
  );
  const silent = open();
  const patient = open();
  patient.socket.write(GET);
  await waitFor(() => answers(patient.text) === 1);
  assert.deepEqual([silent.closed, patient.closed, connections.count], [false, false, 2]);
});

test('connections take their share of the files that may be open', () => {
  assert.equal(connectionsFor(1_024), 614);
  assert.equal(connectionsFor(null), 4_096);
  assert.equal(connectionsFor(Infinity), 4_096);
});

import assert from 'node:assert/strict';
import { createSocket, type Socket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { test } from 'node:test';
import { Names } from '../../../src/runtime/net/name-lookup.ts';

const A = 1;

/** A name server that hands each question's bytes and type to `answer`; null: it stays silent. */
async function nameServer(
  answer: (question: Buffer, type: number) => Buffer | null,
): Promise<{ socket: Socket; names: Names }> {
  const socket = createSocket('udp4');
  socket.on('message', (query, from) => {
    let end = 12;
    while (query[end] !== 0) end += (query[end] as number) + 1;
    const question = query.subarray(12, end + 5);
    const rest = answer(question, query.readUInt16BE(end + 1));
    if (rest) socket.send(Buffer.concat([query.subarray(0, 2), rest]), from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { socket, names: new Names([`127.0.0.1:${socket.address().port}`]) };
}

/** An answer after its id: without an error, and with these addresses (IPv4). */
function found(question: Buffer, addresses: string[]): Buffer {
  const head = Buffer.from([0x81, 0x80, 0, 1, 0, addresses.length, 0, 0, 0, 0]);
  const records = addresses.map((address) =>
    Buffer.from([0xc0, 0x0c, 0, A, 0, 1, 0, 0, 0, 60, 0, 4, ...address.split('.').map(Number)]),
  );
  return Buffer.concat([head, question, ...records]);
}

const never = new AbortController().signal;

test('the addresses of a name come from DNS', async (t) => {
  const { socket, names } = await nameServer((question, type) =>
    found(question, type === A ? ['192.0.2.7', '192.0.2.8'] : []),
  );
  t.after(() => socket.close());
  assert.deepEqual(await names.lookup('receiver.example', never), [
    { address: '192.0.2.7', family: 4 },
    { address: '192.0.2.8', family: 4 },
  ]);
});

test('names of this machine, and those that DNS does not know, are asked of the system', async (t) => {
  const asked: number[] = [];
  const { socket, names } = await nameServer((question, type) => {
    asked.push(type);
    const unknown = found(question, []);
    unknown[1] = 0x83; // NXDOMAIN
    return unknown;
  });
  t.after(() => socket.close());
  const own = await names.lookup('localhost', never);
  assert.ok(own.some(({ address }) => address === '127.0.0.1' || address === '::1'));
  assert.deepEqual(asked, []);
  await assert.rejects(names.lookup('nobody.invalid', never), { syscall: 'getaddrinfo' });
  assert.equal(asked.length, 2);
});

test('names whose server is silent hold up no other look-up, and nobody waits for them', async (t) => {
  const { socket, names } = await nameServer(() => null);
  t.after(() => socket.close());
  const silent = Promise.allSettled(
    Array.from({ length: 20 }, (_, at) => names.lookup(`silent-${at}.example`, AbortSignal.timeout(100))),
  );
  const began = performance.now();
  // By the system, in the threads that are few.
  await Promise.all(Array.from({ length: 8 }, () => lookup('localhost')));
  assert.ok(performance.now() - began < 1_500, `${performance.now() - began} ms`);
  const outcomes = await silent;
  assert.ok(outcomes.every(({ status }) => status === 'rejected'));
  const asked_again = performance.now();
  await assert.rejects(names.lookup('silent-0.example', never), { code: 'ETIMEOUT' });
  assert.ok(performance.now() - asked_again < 100, 'it is not asked for again at once');
});

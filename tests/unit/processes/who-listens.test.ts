import assert from 'node:assert/strict';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { test } from 'node:test';
import { createServer as createTlsServer } from 'node:tls';
import { hintFor, whoListens } from '../../../src/runtime/net/who-listens.ts';

async function portOf(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const answering = (text: string) => createServer((socket) => socket.once('data', () => socket.end(text)));

test('tells servers apart by what they answer', async () => {
  const closed = createServer();
  const servers: [Server, Awaited<ReturnType<typeof whoListens>>][] = [
    [createHttpServer((_, answer) => answer.end('hello')), 'a web server'],
    [answering("-ERR wrong number of arguments for 'get' command\r\n"), 'Redis'],
    [
      answering(
        'HTTP/1.0 200 OK\r\n\r\nIt looks like you are trying to access MongoDB over HTTP on the native driver port.',
      ),
      'MongoDB',
    ],
    // Without a certificate it refuses every client, in TLS.
    [createTlsServer(), 'a server that wants TLS'],
    [answering('220 mail.example ESMTP'), 'an unknown server'],
    [closed, null],
  ];
  for (const [server, expected] of servers) {
    const port = await portOf(server);
    if (server === closed) await new Promise((resolve) => closed.close(resolve));
    assert.equal(await whoListens('127.0.0.1', port), expected);
    if (server !== closed) server.close();
  }
});

test('the hint says what to change in which setting', async () => {
  const [redis, secured] = [answering('-NOAUTH\r\n'), createTlsServer()];
  const [port, tls_port] = [await portOf(redis), await portOf(secured)];
  const host = '127.0.0.1';
  assert.match(
    await hintFor('MongoDB', 'mongodb://', { host, port, tls: false }),
    /^Redis answers at .*, not MongoDB: correct the port in MONGODB_URL$/,
  );
  assert.match(
    await hintFor('Redis', 'rediss://', { host, port, tls: true }),
    /does not speak TLS: write redis:\/\/ instead/,
  );
  assert.match(
    await hintFor('Redis', 'redis://', { host, port: tls_port, tls: false }),
    /wants TLS: write rediss:\/\//,
  );
  assert.match(
    await hintFor('MongoDB', 'mongodb://', { host, port: tls_port, tls: false }),
    /wants TLS: add tls=true/,
  );
  redis.close();
  secured.close();
  assert.match(await hintFor('Redis', 'redis://', { host, port, tls: false }), /^nothing listens at/);
});

import assert from 'node:assert/strict';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { test } from 'node:test';
import { createServer as createTlsServer } from 'node:tls';
import { Refused } from '../../../src/data/contracts/index.ts';
import { openMongo } from '../../../src/data/mongodb/open-mongo.ts';
import { openRedis } from '../../../src/data/redis/open-redis.ts';

/** What is not for it ends the connection, as real servers do with what they cannot read. */
const answering = (text: string) =>
  createServer((socket) => {
    socket.on('error', () => {}); // the client may be gone first
    socket.once('data', (asked) => (`${asked}`.startsWith('GET /') ? socket.end(text) : socket.destroy()));
  });

const servers: [what: string, of: () => Server, mongodb: RegExp | null, redis: RegExp | null][] = [
  [
    'Redis',
    () => answering("-ERR wrong number of arguments for 'get' command\r\n"),
    /: Redis answers at 127\.0\.0\.1:\d+, not MongoDB: correct the port in MONGODB_URL$/,
    null,
  ],
  [
    'MongoDB',
    () => answering('HTTP/1.0 200 OK\r\n\r\nIt looks like you are trying to access MongoDB over HTTP'),
    null,
    /: MongoDB answers at 127\.0\.0\.1:\d+, not Redis: correct the port in REDIS_URL$/,
  ],
  [
    'a web server',
    () => createHttpServer((_, answer) => answer.end('hello')),
    /: a web server answers at 127\.0\.0\.1:\d+, not MongoDB: correct the port in MONGODB_URL$/,
    /a web server answers at .*, not Redis|is not a Redis server: it answers in another protocol/,
  ],
  [
    'a server that wants TLS',
    () => createTlsServer(),
    /: the server at 127\.0\.0\.1:\d+ wants TLS: add tls=true to the options in MONGODB_URL$/,
    /: the server at 127\.0\.0\.1:\d+ wants TLS: write rediss:\/\/ instead of redis:\/\/ in REDIS_URL$/,
  ],
];

for (const [what, of, mongodb, redis] of servers) {
  test(`a start says that ${what} answers in place of the server, and does not wait`, async () => {
    const server = of();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const refused = (expected: RegExp) => (error: unknown) => {
      assert.ok(error instanceof Refused, `${error}`);
      assert.match(error.message, expected);
      assert.doesNotMatch(error.message, /pass-word/);
      return true;
    };
    const options = { wait_ms: 600_000 };
    if (mongodb)
      await assert.rejects(
        openMongo(`mongodb://a:pass-word@127.0.0.1:${port}`, 'wrong', options),
        refused(mongodb),
      );
    if (redis)
      await assert.rejects(
        openRedis(`redis://a:pass-word@127.0.0.1:${port}`, 'wrong', options),
        refused(redis),
      );
    server.close();
  });
}

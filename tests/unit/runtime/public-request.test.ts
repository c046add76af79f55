import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createSocketServer } from 'node:net';
import { after, before, test } from 'node:test';
import { isPublicAddress } from '../../../src/runtime/net/public-address.ts';
import {
  PrivateAddress,
  type PublicRequest,
  requestPublic,
} from '../../../src/runtime/net/public-request.ts';
import { waitFor } from '../../support/wait-for.ts';

let server: Server;
let port: number;
const reached: string[] = [];

before(async () => {
  server = createServer((request, response) => {
    reached.push(request.url ?? '');
    if (request.url === '/away') response.writeHead(302, { location: '/secret' }).end();
    else if (request.url === '/large') response.end(Buffer.alloc(200_000, 'x'));
    else if (request.url !== '/silent') response.end('ok');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
after(() => {
  server.closeAllConnections();
  server.close();
});

const ask = (url: string, more: Partial<PublicRequest> = {}) =>
  requestPublic({
    url: new URL(url),
    method: 'GET',
    signal: AbortSignal.timeout(5_000),
    most_bytes: 65_536,
    ...more,
  });

test('addresses inside are told from those of the internet, however they are written', () => {
  const inside = [
    ...['127.0.0.1', '127.9.9.9', '10.0.0.1', '172.16.5.5', '192.168.1.1', '169.254.169.254', '100.64.0.1'],
    ...['168.63.129.16', '::ffff:168.63.129.16', '0.0.0.0', '224.0.0.1', '255.255.255.255', '198.18.0.1'],
    ...['::', '::1', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd12::1', 'ff02::1', '2001:db8::1'],
    ...[
      '::ffff:127.0.0.1',
      '::ffff:a00:1',
      '64:ff9b::7f00:1',
      '2002:7f00:1::',
      '::127.0.0.1',
      'localhost',
      '',
    ],
  ];
  for (const one of inside) assert.equal(isPublicAddress(one), false, one);
  for (const one of ['8.8.8.8', '1.1.1.1', '172.32.0.1', '2606:4700::1111', '::ffff:8.8.8.8'])
    assert.equal(isPublicAddress(one), true, one);
});

test('an address inside is refused before anything is sent', async () => {
  reached.length = 0;
  for (const host of [
    '127.0.0.1',
    '127.1',
    '0x7f000001',
    '2130706433',
    'localhost',
    '[::1]',
    '[::ffff:127.0.0.1]',
  ])
    await assert.rejects(ask(`http://${host}:${port}/`), PrivateAddress, host);
  // One of several is enough.
  const lookup = async () => [
    { address: '8.8.8.8', family: 4 },
    { address: '127.0.0.1', family: 4 },
  ];
  await assert.rejects(ask(`http://two.example:${port}/`, { lookup }), PrivateAddress);
  for (const url of ['ftp://example.com/', 'file:///etc/passwd'])
    await assert.rejects(ask(url), PrivateAddress);
  assert.deepEqual(reached, []);
});

test('a name that would lead inside at a second look-up is looked up once', async () => {
  reached.length = 0;
  let lookups = 0;
  const rebinding = async () => {
    lookups += 1;
    return [{ address: lookups === 1 ? '192.0.0.9' : '127.0.0.1', family: 4 }];
  };
  // Where the first answer is public, the connection goes there and nowhere else.
  const public_first = async () => {
    lookups += 1;
    return [{ address: lookups === 1 ? '8.8.8.8' : '127.0.0.1', family: 4 }];
  };
  await assert.rejects(ask(`http://rebinding.example:${port}/`, { lookup: rebinding }), PrivateAddress);
  lookups = 0;
  const signal = AbortSignal.timeout(200);
  await assert.rejects(ask(`http://rebinding.example:${port}/`, { lookup: public_first, signal }));
  assert.deepEqual([lookups, reached], [1, []]);
  lookups = 0;
  const inside = async () => {
    lookups += 1;
    return [{ address: '127.0.0.1', family: 4 }];
  };
  const answer = await ask(`http://inside.example:${port}/here`, { lookup: inside, allow_private: true });
  assert.deepEqual([answer.status, lookups, reached], [200, 1, ['/here']]);
});

test('redirects are not followed, long answers not read to the end, silence is not waited for', async () => {
  reached.length = 0;
  const own = { allow_private: true };
  assert.equal((await ask(`http://127.0.0.1:${port}/away`, own)).status, 302);
  assert.deepEqual(reached, ['/away']);
  const large = await ask(`http://127.0.0.1:${port}/large`, own);
  assert.deepEqual([large.body.length, large.truncated], [65_536, true]);
  const soon = () => AbortSignal.timeout(50);
  const silent = ask(`http://127.0.0.1:${port}/silent`, { ...own, signal: soon() });
  await assert.rejects(silent, { name: 'TimeoutError' });
  const unnamed = ask('http://name.example/', { lookup: () => new Promise(() => {}), signal: soon() });
  await assert.rejects(unnamed, { name: 'TimeoutError' });
});

test('an answer that changes the protocol, or several answers before one, end the request', async (t) => {
  const upgrade = 'HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n';
  const texts: Record<string, string> = {
    '/upgrade': upgrade,
    '/bytes': `${upgrade}\x81\x05hello`,
    '/hints': `HTTP/1.1 103 Early Hints\r\n\r\n`.repeat(10),
    '/h2c': 'HTTP/1.1 101 Switching Protocols\r\nupgrade: h2c\r\nconnection: upgrade\r\n\r\n',
    '/bare': 'HTTP/1.1 101 Switching Protocols\r\n\r\n',
    '/nothing': '',
  };
  const sockets = new Set<{ destroy(): void }>();
  const open = createSocketServer((socket) => {
    sockets.add(socket.on('error', () => {}).on('close', () => sockets.delete(socket)));
    socket.once('data', (sent) => socket.write(texts[String(sent).split(' ')[1] ?? ''] ?? ''));
  });
  await new Promise<void>((resolve) => open.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    open.close();
  });
  const at = (open.address() as AddressInfo).port;
  const call = async (path: string, method: string) => {
    const settled = ask(`http://127.0.0.1:${at}${path}`, {
      ...{ method, allow_private: true, signal: AbortSignal.timeout(300) },
      ...(method === 'POST' && { body: '{}' }),
    }).then(
      ({ status }) => status,
      ({ name }: Error) => name,
    );
    return Promise.race([settled, new Promise((resolve) => setTimeout(resolve, 2_000, 'never').unref())]);
  };
  for (const method of ['GET', 'POST']) {
    for (const path of ['/upgrade', '/bytes', '/h2c', '/bare'])
      assert.equal(await call(path, method), 101, path);
    for (const path of ['/hints', '/nothing']) assert.equal(await call(path, method), 'TimeoutError', path);
  }
  await waitFor(() => sockets.size === 0);
});

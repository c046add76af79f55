import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import { openAiProvider } from '../../src/task-types/image/providers/openai-provider.ts';
import { waitFor } from '../support/wait-for.ts';
import { API_KEY, json, LIMITS, PictureService, WANTED } from './picture-service.ts';

const service = new PictureService();
before(() => service.start());
after(() => service.close());
beforeEach(() => {
  service.received = [];
});

test('an endless file is given up at 32 MB', async () => {
  let closed = false;
  service.script = [
    json(200, { data: [{ url: `${service.origin}/endless` }] }),
    (_request, response) => {
      response.on('close', () => {
        closed = true;
      });
      const more = () => {
        while (!closed && response.write(Buffer.alloc(1 << 20)));
      };
      response.on('drain', more);
      more();
    },
  ];
  assert.deepEqual(await service.failure(), {
    name: 'ImageProviderError',
    message: "The image provider's answer is larger than 32 MB.",
    final: false,
  });
});

test('a service that does not answer is asked again, then given up', async () => {
  service.script = [() => {}];
  assert.deepEqual(await service.failure({ timeout: 200 }), {
    name: 'ImageProviderError',
    message: 'Tried 3 times. The image provider did not answer within 0.2 s.',
    final: false,
  });
  // On a busy machine, the time may be over before a try has reached the service.
  assert.ok(service.received.length >= 1 && service.received.length <= 3, `${service.received.length} tries`);
});

test('nobody at the address: the error says so', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const base = `http://127.0.0.1:${(other.address() as AddressInfo).port}/v1`;
  other.close();
  await once(other, 'close');
  assert.deepEqual(await service.failure({ base }), {
    name: 'ImageProviderError',
    message: 'Tried 3 times. The image provider cannot be reached (ECONNREFUSED).',
    final: false,
  });
});

test('an abort ends a request in hand at once, with its reason, and asks nothing more', async () => {
  const controller = new AbortController();
  const reason = new Error('cancelled by its owner');
  service.script = [() => controller.abort(reason)];
  await assert.rejects(service.ask({ signal: controller.signal }), reason);
  assert.equal(service.received.length, 1);
});

test('an abort ends a slow download and a pause between tries', async () => {
  const reason = new Error('cancelled by its owner');
  const slow = new AbortController();
  service.script = [
    json(200, { data: [{ url: `${service.origin}/slow` }] }),
    (_request, response) => {
      response.writeHead(200, { 'content-type': 'image/png' });
      response.write(service.picture.subarray(0, 10), () => slow.abort(reason));
    },
  ];
  await assert.rejects(service.ask({ signal: slow.signal }), reason);

  const pausing = new AbortController();
  service.script = [json(503, {}, { 'retry-after': '600' })];
  const provider = openAiProvider(
    { baseUrl: `${service.origin}/v1`, apiKey: API_KEY, model: 'gpt-image-1' },
    { ...LIMITS, longestPause: 600_000 },
  );
  service.received = [];
  const asked = provider(WANTED, { signal: pausing.signal, isCancelled: () => false, progress: () => {} });
  await waitFor(() => service.received.length === 1);
  setImmediate(() => pausing.abort(reason));
  await assert.rejects(asked, reason);
  assert.equal(service.received.length, 1);

  service.received = [];
  await assert.rejects(service.ask({ signal: AbortSignal.abort(reason) }), reason);
  assert.deepEqual(service.received, []);
});

const inside = [
  'http://127.0.0.1:1/',
  'http://localhost/a.png',
  'http://2130706433/',
  'http://0x7f.1/',
  'http://10.1.2.3/',
  'http://172.31.0.1/',
  'http://192.168.0.1/',
  'http://169.254.169.254/latest/meta-data/',
  'http://100.64.0.1/',
  'http://0.0.0.0/',
  'http://224.0.0.1/',
  'http://[::1]/',
  'http://[::]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:a9fe:a9fe]/',
  'http://[64:ff9b::7f00:1]/',
  'http://[fd00:ec2::254]/',
  'http://[fe80::1]/',
  'http://[ff02::1]/',
];
test('an address inside is not reached, whatever way it is written', async () => {
  for (const url of inside) {
    service.script = [json(200, { data: [{ url }] })];
    service.received = [];
    assert.deepEqual(await service.failure(), {
      name: 'ImageProviderError',
      message: 'The image provider answered with an address that is not public.',
      final: true,
    });
    assert.equal(service.received.length, 1, url);
  }
});

test('a picture is not fetched from another port of the service, nor through a redirect', async () => {
  const other = createServer((_request, response) => void response.end(service.picture)).listen(
    0,
    '127.0.0.1',
  );
  await once(other, 'listening');
  try {
    let asked = 0;
    other.on('request', () => {
      asked += 1;
    });
    const elsewhere = `http://127.0.0.1:${(other.address() as AddressInfo).port}/a.png`;
    service.script = [json(200, { data: [{ url: elsewhere }] })];
    assert.match((await service.failure()).message, /not public/);
    service.script = [
      json(200, { data: [{ url: `${service.origin}/a.png` }] }),
      (_request, response) => void response.writeHead(302, { location: elsewhere }).end(),
    ];
    assert.deepEqual(await service.failure(), {
      name: 'ImageProviderError',
      message: 'The image provider answered 302, a redirect: the address of a picture must be its final one.',
      final: true,
    });
    assert.equal(asked, 0);
  } finally {
    other.close();
  }
});

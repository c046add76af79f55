import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import sharp from 'sharp';
import { openAiProvider } from '../../src/task-types/image/providers/openai-provider.ts';
import { nearestSize } from '../../src/task-types/image/providers/openai-sizes.ts';
import type { ImageProviderError, PictureRequest } from '../../src/task-types/image/providers/provider.ts';
import { imageProviderFrom } from '../../src/task-types/image/providers/provider-settings.ts';

const apiKey = 'sk-test-0123456789';
const limits = { tries: 3, timeout: 20_000, backoff: 1, longestPause: 50 };
const wanted: PictureRequest = {
  prompt: 'a red fox',
  seed: 1,
  style: 'auto',
  width: 320,
  height: 180,
  format: 'webp',
};

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

interface Received {
  method: string | undefined;
  url: string | undefined;
  authorization: string | undefined;
  body: unknown;
}

let origin: string;
let picture: Buffer;
/** What the server does with one request after the other; the last entry answers all that follow. */
let script: Answer[] = [];
let received: Received[] = [];

const server = createServer(async (request, response) => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString();
  const { method, url } = request;
  const { authorization } = request.headers;
  received.push({ method, url, authorization, body: text ? JSON.parse(text) : null });
  (script.length > 1 ? script.shift() : script[0])?.(request, response);
});

before(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  picture = await sharp({ create: { width: 1024, height: 1024, channels: 3, background: '#c0392b' } })
    .png()
    .toBuffer();
});

after(() => {
  server.close();
  server.closeAllConnections();
});

beforeEach(() => {
  received = [];
});

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
const raw =
  (status: number, body: string | Buffer, type = 'text/plain'): Answer =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': type }).end(body);
  };
const good: Answer = (request, response) =>
  json(200, { created: 1, data: [{ b64_json: picture.toString('base64') }] })(request, response);

function ask(
  options: {
    signal?: AbortSignal;
    request?: Partial<PictureRequest>;
    base?: string;
    timeout?: number;
    model?: string;
  } = {},
) {
  const provider = openAiProvider(
    { baseUrl: options.base ?? `${origin}/v1`, apiKey, model: options.model ?? 'gpt-image-1' },
    { ...limits, timeout: options.timeout ?? limits.timeout },
  );
  return provider(
    { ...wanted, ...options.request },
    { signal: options.signal ?? new AbortController().signal, isCancelled: () => false, progress: () => {} },
  );
}

/** The error of a request that must fail, checked to hold no key. */
async function failure(options: Parameters<typeof ask>[0] = {}) {
  const error = (await ask(options).then(
    () => assert.fail('it should have failed'),
    (thrown: unknown) => thrown,
  )) as ImageProviderError;
  const shown = `${error.stack}${JSON.stringify(error)}${(error.cause as Error | undefined)?.stack}`;
  assert.equal(shown.includes(apiKey), false);
  return { name: error.name, message: error.message, final: error.final };
}

test('a picture as base64 is converted to the size and format asked for', async () => {
  script = [good];
  const { bytes, ...rest } = await ask();
  assert.deepEqual(rest, { generator: 'openai', version: 'gpt-image-1', style: 'auto' });
  const { format, width, height } = await sharp(bytes).metadata();
  assert.deepEqual({ format, width, height }, { format: 'webp', width: 320, height: 180 });
  assert.deepEqual(received, [
    {
      method: 'POST',
      url: '/v1/images/generations',
      authorization: `Bearer ${apiKey}`,
      body: { model: 'gpt-image-1', prompt: 'a red fox', n: 1, size: '1536x1024' },
    },
  ]);
});

test('a picture behind a link is fetched without the key', async () => {
  script = [json(200, { data: [{ url: `${origin}/files/1.png` }] }), raw(200, picture, 'image/png')];
  const { bytes } = await ask({ request: { format: 'png', width: 64, height: 64 }, model: 'dall-e-3' });
  const { format, width, height } = await sharp(bytes).metadata();
  assert.deepEqual({ format, width, height }, { format: 'png', width: 64, height: 64 });
  assert.deepEqual(received, [
    {
      method: 'POST',
      url: '/v1/images/generations',
      authorization: `Bearer ${apiKey}`,
      body: { model: 'dall-e-3', prompt: 'a red fox', n: 1, size: '1024x1024', response_format: 'b64_json' },
    },
    { method: 'GET', url: '/files/1.png', authorization: undefined, body: null },
  ]);
});

test('a named style is told to the provider in words', async () => {
  script = [good];
  const { style } = await ask({ request: { style: 'ink' } });
  assert.equal(style, 'ink');
  assert.equal(
    (received[0] as Received & { body: { prompt: string } }).body.prompt,
    'a red fox\nStyle: Chinese ink wash painting on old paper.',
  );
});

for (const [what, answer] of [
  ['429 with Retry-After in seconds', json(429, { error: { message: 'slow down' } }, { 'retry-after': '0' })],
  ['429 that asks for an hour', json(429, {}, { 'retry-after': '3600' })],
  ['429 with a date gone by', json(429, {}, { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' })],
  ['503 with an unreadable Retry-After', json(503, {}, { 'retry-after': 'soon' })],
  ['500', json(500, { error: 'oops' })],
  ['408', raw(408, '')],
  ['a broken connection', (request: IncomingMessage) => request.socket.destroy()],
  [
    'a connection broken in the middle of the answer',
    (request: IncomingMessage, response: ServerResponse) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('{"data"', () => request.socket.destroy());
    },
  ],
] as [string, Answer][])
  test(`${what} is tried again`, async () => {
    script = [answer, answer, good];
    await ask();
    assert.equal(received.length, 3);
  });

test('after the last try the error names the status and may be retried by the task', async () => {
  script = [json(503, { error: { message: 'overloaded' } })];
  assert.deepEqual(await failure(), {
    name: 'ImageProviderError',
    message: 'Tried 3 times. The image provider answered with status 503.',
    final: false,
  });
  assert.equal(received.length, 3);
});

for (const [what, answer, message] of [
  [
    '401 that repeats the key',
    json(401, { error: { message: `Incorrect API key: ${apiKey}` } }),
    'Incorrect API key: ***',
  ],
  [
    '400',
    json(400, { error: { message: 'Your prompt\nwas refused.', code: 'x' } }),
    'Your prompt was refused.',
  ],
  ['404 as a page', raw(404, '<html><body>Not here</body></html>', 'text/html'), undefined],
  ['403 as text', raw(403, 'x'.repeat(1000)), `${'x'.repeat(299)}…`],
] as [string, Answer, string | undefined][])
  test(`${what} is final; what the provider says is for the log only`, async () => {
    script = [answer];
    assert.deepEqual(await failure(), {
      name: 'ImageProviderError',
      message: `The image provider answered with status ${what.slice(0, 3)}.`,
      final: true,
    });
    assert.equal(received.length, 1);
    const error = (await ask().catch((thrown: unknown) => thrown)) as ImageProviderError;
    assert.equal(error.log_only?.said, message);
  });

test('a redirect is final: the key is not carried elsewhere', async () => {
  script = [(_request, response) => void response.writeHead(302, { location: `${origin}/other` }).end()];
  assert.deepEqual(await failure(), {
    name: 'ImageProviderError',
    message: 'The image provider answered 302, a redirect: set IMAGE_BASE_URL to its final address.',
    final: true,
  });
  assert.equal(received.length, 1);
});

const noPicture = 'The image provider answered without a picture: neither b64_json nor url.';
const unreadable = 'What the image provider sent is not a picture that can be read.';
const base64 = (text: string) => json(200, { data: [{ b64_json: Buffer.from(text).toString('base64') }] });
for (const [what, answer, message] of [
  [
    'broken JSON',
    raw(200, '{"data": ['),
    'The image provider answered with something other than JSON. Check IMAGE_BASE_URL.',
  ],
  [
    'a page',
    raw(200, '<html>hello</html>', 'text/html'),
    'The image provider answered with something other than JSON. Check IMAGE_BASE_URL.',
  ],
  ['JSON null', json(200, null), noPicture],
  ['no data', json(200, { data: [] }), noPicture],
  ['data of another kind', json(200, { data: [{ b64_json: 5, url: {} }] }), noPicture],
  ['a link to a local file', json(200, { data: [{ url: 'file:///etc/hostname' }] }), noPicture],
  ['base64 of something else', base64('hello'), unreadable],
  [
    'a drawing that is a program',
    base64('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
    unreadable,
  ],
] as [string, Answer, string][])
  test(`${what} fails and says why`, async () => {
    script = [answer];
    assert.deepEqual(await failure(), { name: 'ImageProviderError', message, final: false });
  });

test('half a picture fails', async () => {
  script = [json(200, { data: [{ b64_json: picture.subarray(0, picture.length / 2).toString('base64') }] })];
  assert.equal((await failure()).message, unreadable);
});

test('a picture of too many pixels fails', async () => {
  const vast = await sharp({ create: { width: 9000, height: 9000, channels: 3, background: '#fff' } })
    .png()
    .toBuffer();
  script = [json(200, { data: [{ b64_json: vast.toString('base64') }] })];
  assert.equal((await failure()).message, unreadable);
});

test('an endless file is given up at 32 MB', async () => {
  let closed = false;
  script = [
    json(200, { data: [{ url: `${origin}/endless` }] }),
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
  assert.deepEqual(await failure(), {
    name: 'ImageProviderError',
    message: "The image provider's answer is larger than 32 MB.",
    final: false,
  });
});

test('a service that does not answer is asked again, then given up', async () => {
  script = [() => {}];
  assert.deepEqual(await failure({ timeout: 200 }), {
    name: 'ImageProviderError',
    message: 'Tried 3 times. The image provider did not answer within 0.2 s.',
    final: false,
  });
  assert.equal(received.length, 3);
});

test('nobody at the address: the error says so', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const base = `http://127.0.0.1:${(other.address() as AddressInfo).port}/v1`;
  other.close();
  await once(other, 'close');
  assert.deepEqual(await failure({ base }), {
    name: 'ImageProviderError',
    message: 'Tried 3 times. The image provider cannot be reached (ECONNREFUSED).',
    final: false,
  });
});

test('an abort ends a request in hand at once, with its reason, and asks nothing more', async () => {
  const controller = new AbortController();
  const reason = new Error('cancelled by its owner');
  script = [() => controller.abort(reason)];
  await assert.rejects(ask({ signal: controller.signal }), reason);
  assert.equal(received.length, 1);
});

test('an abort ends a slow download and a pause between tries', async () => {
  const reason = new Error('cancelled by its owner');
  const slow = new AbortController();
  script = [
    json(200, { data: [{ url: `${origin}/slow` }] }),
    (_request, response) => {
      response.writeHead(200, { 'content-type': 'image/png' });
      response.write(picture.subarray(0, 10), () => slow.abort(reason));
    },
  ];
  await assert.rejects(ask({ signal: slow.signal }), reason);

  const pausing = new AbortController();
  script = [json(503, {}, { 'retry-after': '600' })];
  const provider = openAiProvider(
    { baseUrl: `${origin}/v1`, apiKey, model: 'gpt-image-1' },
    { ...limits, longestPause: 600_000 },
  );
  received = [];
  const asked = provider(wanted, { signal: pausing.signal, isCancelled: () => false, progress: () => {} });
  await once(server, 'request');
  setImmediate(() => pausing.abort(reason));
  await assert.rejects(asked, reason);
  assert.equal(received.length, 1);

  received = [];
  await assert.rejects(ask({ signal: AbortSignal.abort(reason) }), reason);
  assert.deepEqual(received, []);
});

test('the size asked for is one the model has, the very size where nothing is known of it', () => {
  const sizes = (model: string) =>
    [
      { width: 512, height: 512 },
      { width: 1024, height: 576 },
      { width: 360, height: 640 },
      { width: 64, height: 512 },
    ].map((size) => nearestSize(model, size));
  assert.deepEqual(sizes('gpt-image-1'), ['1024x1024', '1536x1024', '1024x1536', '1024x1536']);
  assert.deepEqual(sizes('dall-e-3'), ['1024x1024', '1792x1024', '1024x1792', '1024x1792']);
  assert.deepEqual(sizes('dall-e-2'), ['512x512', '1024x1024', '512x512', '256x256']);
  assert.deepEqual(sizes('flux-schnell'), ['512x512', '1024x576', '360x640', '64x512']);
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
    script = [json(200, { data: [{ url }] })];
    received = [];
    assert.deepEqual(await failure(), {
      name: 'ImageProviderError',
      message: 'The image provider answered with an address that is not public.',
      final: true,
    });
    assert.equal(received.length, 1, url);
  }
});

test('a picture is not fetched from another port of the service, nor through a redirect', async () => {
  const other = createServer((_request, response) => void response.end(picture)).listen(0, '127.0.0.1');
  await once(other, 'listening');
  try {
    let asked = 0;
    other.on('request', () => {
      asked += 1;
    });
    const elsewhere = `http://127.0.0.1:${(other.address() as AddressInfo).port}/a.png`;
    script = [json(200, { data: [{ url: elsewhere }] })];
    assert.match((await failure()).message, /not public/);
    script = [
      json(200, { data: [{ url: `${origin}/a.png` }] }),
      (_request, response) => void response.writeHead(302, { location: elsewhere }).end(),
    ];
    assert.deepEqual(await failure(), {
      name: 'ImageProviderError',
      message: 'The image provider answered 302, a redirect: the address of a picture must be its final one.',
      final: true,
    });
    assert.equal(asked, 0);
  } finally {
    other.close();
  }
});

test('the settings choose the provider; a missing one is a final error that names it', async () => {
  const openai = {
    IMAGE_PROVIDER: 'openai',
    IMAGE_API_KEY: 'k',
    IMAGE_BASE_URL: 'https://example.com/v1',
    IMAGE_MODEL: 'm',
  };
  for (const env of [{}, { IMAGE_PROVIDER: 'local' }, openai])
    assert.equal(typeof (await imageProviderFrom(env)), 'function');
  const fault = async (env: Record<string, string>) => {
    const error = (await imageProviderFrom(env).catch((e: unknown) => e)) as ImageProviderError;
    return [error.name, error.final, error.message];
  };
  assert.deepEqual(await fault({ IMAGE_PROVIDER: 'midjourney' }), [
    'ImageProviderError',
    true,
    'IMAGE_PROVIDER must be local or openai.',
  ]);
  for (const name of ['IMAGE_API_KEY', 'IMAGE_BASE_URL', 'IMAGE_MODEL'])
    assert.deepEqual(await fault({ ...openai, [name]: '' }), [
      'ImageProviderError',
      true,
      `${name} is not set, and IMAGE_PROVIDER=openai needs it. Set it, or use IMAGE_PROVIDER=local.`,
    ]);
});

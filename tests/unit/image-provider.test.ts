import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { after, before, beforeEach, test } from 'node:test';
import sharp from 'sharp';
import { nearestSize } from '../../src/task-types/image/providers/openai-sizes.ts';
import type { ImageProviderError } from '../../src/task-types/image/providers/provider.ts';
import { imageProviderFrom } from '../../src/task-types/image/providers/provider-settings.ts';
import { type Answer, API_KEY, json, PictureService, type Received, raw } from './picture-service.ts';

const service = new PictureService();
before(() => service.start());
after(() => service.close());
beforeEach(() => {
  service.received = [];
});

test('a picture as base64 is converted to the size and format asked for', async () => {
  service.script = [service.good];
  const { bytes, ...rest } = await service.ask();
  assert.deepEqual(rest, { generator: 'openai', version: 'gpt-image-1', style: 'auto' });
  const { format, width, height } = await sharp(bytes).metadata();
  assert.deepEqual({ format, width, height }, { format: 'webp', width: 320, height: 180 });
  assert.deepEqual(service.received, [
    {
      method: 'POST',
      url: '/v1/images/generations',
      authorization: `Bearer ${API_KEY}`,
      body: { model: 'gpt-image-1', prompt: 'a red fox', n: 1, size: '1536x1024' },
    },
  ]);
});

test('a picture behind a link is fetched without the key', async () => {
  service.script = [
    json(200, { data: [{ url: `${service.origin}/files/1.png` }] }),
    raw(200, service.picture, 'image/png'),
  ];
  const { bytes } = await service.ask({
    request: { format: 'png', width: 64, height: 64 },
    model: 'dall-e-3',
  });
  const { format, width, height } = await sharp(bytes).metadata();
  assert.deepEqual({ format, width, height }, { format: 'png', width: 64, height: 64 });
  assert.deepEqual(service.received, [
    {
      method: 'POST',
      url: '/v1/images/generations',
      authorization: `Bearer ${API_KEY}`,
      body: { model: 'dall-e-3', prompt: 'a red fox', n: 1, size: '1024x1024', response_format: 'b64_json' },
    },
    { method: 'GET', url: '/files/1.png', authorization: undefined, body: null },
  ]);
});

test('a named style is told to the provider in words', async () => {
  service.script = [service.good];
  const { style } = await service.ask({ request: { style: 'ink' } });
  assert.equal(style, 'ink');
  assert.equal(
    (service.received[0] as Received & { body: { prompt: string } }).body.prompt,
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
    service.script = [answer, answer, service.good];
    await service.ask();
    assert.equal(service.received.length, 3);
  });

test('the reason is there in Chinese, too', async () => {
  service.script = [json(503, { error: { message: 'overloaded' } })];
  const thrown = await service.ask().catch((error: unknown) => error as { zh: string });
  assert.equal((thrown as { zh: string }).zh, '已尝试 3 次。图片服务返回了状态码 503。');
});

test('after the last try the error names the status and may be retried by the task', async () => {
  service.script = [json(503, { error: { message: 'overloaded' } })];
  assert.deepEqual(await service.failure(), {
    name: 'ImageProviderError',
    message: 'Tried 3 times. The image provider answered with status 503.',
    final: false,
  });
  assert.equal(service.received.length, 3);
});

for (const [what, answer, message] of [
  [
    '401 that repeats the key',
    json(401, { error: { message: `Incorrect API key: ${API_KEY}` } }),
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
    service.script = [answer];
    assert.deepEqual(await service.failure(), {
      name: 'ImageProviderError',
      message: `The image provider answered with status ${what.slice(0, 3)}.`,
      final: true,
    });
    assert.equal(service.received.length, 1);
    const error = (await service.ask().catch((thrown: unknown) => thrown)) as ImageProviderError;
    assert.equal(error.log_only?.said, message);
  });

test('a redirect is final: the key is not carried elsewhere', async () => {
  service.script = [
    (_request, response) => void response.writeHead(302, { location: `${service.origin}/other` }).end(),
  ];
  assert.deepEqual(await service.failure(), {
    name: 'ImageProviderError',
    message: 'The image provider answered 302, a redirect: set IMAGE_BASE_URL to its final address.',
    final: true,
  });
  assert.equal(service.received.length, 1);
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
    service.script = [answer];
    assert.deepEqual(await service.failure(), { name: 'ImageProviderError', message, final: false });
  });

test('half a picture fails', async () => {
  service.script = [
    json(200, {
      data: [{ b64_json: service.picture.subarray(0, service.picture.length / 2).toString('base64') }],
    }),
  ];
  assert.equal((await service.failure()).message, unreadable);
});

test('a picture of too many pixels fails', async () => {
  const vast = await sharp({ create: { width: 9000, height: 9000, channels: 3, background: '#fff' } })
    .png()
    .toBuffer();
  service.script = [json(200, { data: [{ b64_json: vast.toString('base64') }] })];
  assert.equal((await service.failure()).message, unreadable);
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

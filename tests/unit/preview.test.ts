import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import sharp from 'sharp';
import { previewOf } from '../../src/pictures/preview.ts';
import { thumbnail } from '../../src/pictures/thumbnail.ts';
import { AttemptFiles } from '../../src/worker/attempt-files.ts';
import { FilePreviews } from '../../src/worker/file-previews.ts';

const noise = { type: 'gaussian', mean: 128, sigma: 30 } as const;
const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#888888', noise } });
const sidesOf = async (bytes: Uint8Array) => {
  const { width, height } = await sharp(bytes).metadata();
  return [width, height];
};

test('a small copy keeps the shape, upright, without metadata', async () => {
  for (const format of ['png', 'jpeg', 'webp'] as const) {
    const made = await previewOf(await picture(1_000, 500).toFormat(format).toBuffer());
    assert.equal(made?.content_type, 'image/webp');
    assert.deepEqual(await sidesOf(made.bytes), [256, 128], format);
  }
  const turned = await picture(1_000, 500).withMetadata({ orientation: 6 }).jpeg().toBuffer();
  const made = await previewOf(turned);
  assert.ok(made);
  assert.deepEqual(await sidesOf(made.bytes), [128, 256]);
  assert.equal((await sharp(made.bytes).metadata()).exif, undefined);
});

test('what is small, no picture, or smaller than its copy has none', async () => {
  assert.equal(await previewOf(await picture(256, 200).png().toBuffer()), null);
  assert.equal(await previewOf(Buffer.from('no picture')), null);
  const drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"/>';
  assert.equal(await previewOf(Buffer.from(drawing)), null);
  const whole = await picture(900, 900).png().toBuffer();
  assert.equal(await previewOf(whole.subarray(0, whole.length / 4)), null);
  const plain = { width: 300, height: 300, channels: 3, background: '#ffffff' } as const;
  assert.equal(await previewOf(await sharp({ create: plain }).webp({ lossless: true }).toBuffer()), null);
});

test('a picture that is decoded as a whole has a copy only up to 16 megapixels', async () => {
  const of = (width: number) =>
    sharp({ create: { width, height: 4_000, channels: 3, background: '#336699' } });
  for (const format of ['png', 'jpeg'] as const) {
    const as = (width: number, progressive: boolean) =>
      of(width).toFormat(format, { progressive }).toBuffer();
    const [large, plain, fitting] = [await as(4_001, true), await as(4_001, false), await as(4_000, true)];
    assert.equal(await previewOf(large), null, format);
    await assert.rejects(thumbnail(large, 96), /too much memory/);
    for (const picture of [plain, fitting]) {
      assert.ok(await previewOf(picture), format);
      assert.ok((await thumbnail(picture, 96)).length > 0);
    }
  }
});

test('a picture that came as a stream is read from the store, and only one that needs a copy', async () => {
  const png = await picture(600, 300).png().toBuffer();
  let opened = 0;
  const previews = new FilePreviews({
    open: async () => {
      opened += 1;
      return Readable.from([png]);
    },
  });
  const key = { task_id: 'a', index: 0, attempt: 1, name: 'a.png' };
  const about = { content_type: 'image/png', bytes: png.length };
  assert.equal(await previews.of(key, { ...about, content_type: 'text/plain' }, null), null);
  assert.equal(await previews.of(key, { ...about, bytes: 2 ** 30 }, null), null);
  assert.equal(opened, 0);
  const made = await previews.of(key, about, null);
  assert.deepEqual(made && (await sidesOf(made.bytes)), [256, 128]);
  assert.equal(opened, 1);
  assert.deepEqual(await previews.of(key, about, png), made);
  assert.equal(opened, 1);
});

test('a wrongly stated size keeps no picture from its copy', async () => {
  const stored: string[] = [];
  const attempt = { task: { id: 'a', owner_id: 'o' }, index: 0, attempt: 1 };
  const files = new AttemptFiles(
    {
      files: {
        async put({ preview }, bytes) {
          stored.push(preview ? 'copy' : 'picture');
          return { bytes: (bytes as Uint8Array).byteLength, sha256: '' };
        },
        delete: async () => assert.fail('nothing was replaced'),
      },
      log: { warn: () => assert.fail() },
      storage_quota: { take: async () => {}, give: () => {} },
      most_file_bytes: 1_000_000,
      previews: new FilePreviews({ open: async () => assert.fail() }),
    },
    attempt,
  );
  const png = await picture(600, 300).png().toBuffer();
  await files.attach('a.png', png, 'image/png', { width: 1, height: 1 });
  assert.deepEqual(stored, ['picture', 'copy']);
  assert.ok(files.entries()[0]?.preview);
  await files.attach('b.png', png, 'IMAGE/PNG; Foo=Bar');
  assert.deepEqual(stored, ['picture', 'copy', 'picture', 'copy']);
  assert.equal(files.entries()[1]?.content_type, 'image/png; foo=Bar');
});

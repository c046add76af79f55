import assert from 'node:assert/strict';
import { pbkdf2, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { PngWriter } from '../../../src/pictures/png-writer.ts';

for (const pack of [true, false]) {
  test(`rows come back as they went in, ${pack ? 'packed' : 'unpacked'}`, async () => {
    const [width, height] = [37, 300];
    const pixels = Buffer.alloc(width * height * 3);
    // Flat, then shaded, then noise: what a filter gets wrong shows in one of them.
    for (let at = pixels.length / 3; at < pixels.length; at += 1) pixels[at] = (at / 7) % 256;
    randomBytes(pixels.length / 3).copy(pixels, (pixels.length / 3) * 2);
    const writer = new PngWriter(width, height, pack);
    const parts: Buffer[] = [];
    const reused = Buffer.alloc(width * 50 * 3);
    for (let row = 0; row < height; row += 50) {
      pixels.copy(reused, 0, row * width * 3, (row + 50) * width * 3);
      await writer.rows(reused);
      reused.fill(0);
      parts.push(...writer.take());
    }
    await writer.end();
    parts.push(...writer.take());
    const { data, info } = await sharp(Buffer.concat(parts)).raw().toBuffer({ resolveWithObject: true });
    assert.deepEqual([info.width, info.height, info.channels], [width, height, 3]);
    assert.ok(data.equals(pixels));
  });
}

test('the same rows give the same bytes on a busy machine too', async () => {
  const pixels = randomBytes(400 * 48 * 3);
  const work = () => promisify(pbkdf2)('busy', 'salt', 20_000, 64, 'sha512');
  const written = async (meanwhile?: () => Promise<unknown>) => {
    const writer = new PngWriter(400, 48);
    await writer.rows(pixels);
    await meanwhile?.();
    await writer.end();
    return Buffer.concat(writer.take());
  };
  // Here zlib has packed all rows before the end comes,
  const calm = await written(work);
  // and here none, as others hold every thread that it could use.
  const held = Array.from({ length: 8 }, work);
  assert.ok(calm.equals(await written()));
  await Promise.all(held);
});

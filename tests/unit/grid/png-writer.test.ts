import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import sharp from 'sharp';
import { PngWriter } from '../../../src/pictures/png-writer.ts';
import { waitFor } from '../../support/wait-for.ts';

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

test('the same rows give the same bytes, however late the end is asked for', async () => {
  const pixels = randomBytes(20 * 20 * 3);
  const begun = async () => {
    const writer = new PngWriter(20, 20);
    await writer.rows(pixels);
    return writer;
  };
  const quick = await begun();
  await quick.end();
  const slow = await begun();
  const parts: Buffer[] = [];
  await waitFor(() => {
    parts.push(...slow.take());
    // Beside the signature and the head: zlib has come back.
    return parts.length > 2;
  });
  await slow.end();
  assert.ok(Buffer.concat(quick.take()).equals(Buffer.concat([...parts, ...slow.take()])));
});

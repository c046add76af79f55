import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { before, test } from 'node:test';
import sharp from 'sharp';
import type { RunContext } from '../../src/task-types/definition/define-task-type.ts';
import { Random } from '../../src/task-types/image/drawing/random.ts';
import image, { type ImageResult } from '../../src/task-types/image/image.ts';
import type { ImageInput } from '../../src/task-types/image/matrix.ts';
import { styleNames } from '../../src/task-types/image/styles/catalogue.ts';
import { chooseStyle } from '../../src/task-types/image/styles/choose-style.ts';
import { readConcepts } from '../../src/task-types/image/words.ts';

interface Attached {
  name: string;
  bytes: Uint8Array;
  content_type: string;
  size: { width: number; height: number } | undefined;
}

/** A context that keeps what it is given; `cancelAfter` progress reports it is cancelled. */
function context(cancelAfter = Number.POSITIVE_INFINITY) {
  const files: Attached[] = [];
  const progress: number[] = [];
  const controller = new AbortController();
  const ctx: RunContext = {
    signal: controller.signal,
    get cancelled() {
      return progress.length >= cancelAfter;
    },
    attempt: 1,
    task_id: 'task',
    index: 0,
    temp: '',
    progress: (fraction) => void progress.push(fraction),
    log: Object.assign(() => {}, { debug() {}, info() {}, warn() {}, error() {} }),
    attach: async (name, bytes, content_type, size) => {
      assert.ok(bytes instanceof Uint8Array);
      files.push({ name, bytes, content_type, size });
    },
  };
  return { ctx, files, progress, controller };
}

const input = (change: Partial<ImageInput> = {}): ImageInput => ({
  prompt: 'a quiet lake at dawn',
  seed: 1,
  ratio: '1:1',
  style: 'auto',
  size: 128,
  format: 'webp',
  ...change,
});

async function make(change: Partial<ImageInput> = {}) {
  const { ctx, files } = context();
  const result = (await image.run(input(change), ctx)) as ImageResult;
  const file = files[0] as Attached;
  return { result, file, hash: createHash('sha256').update(file.bytes).digest('hex') };
}

before(() => {
  // What the shell has set is not what these tests are about.
  delete process.env.IMAGE_PROVIDER;
});

test('an item attaches one picture and says how it was made', async () => {
  const { ctx, files, progress } = context();
  const result = await image.run(input({ ratio: '16:9', style: 'dunes', size: 256 }), ctx);
  assert.deepEqual(result, {
    generator: 'local',
    version: `2+sharp.${sharp.versions.sharp}`,
    prompt: 'a quiet lake at dawn',
    seed: 1,
    style: 'dunes',
    ratio: '16:9',
    width: 256,
    height: 144,
  });
  assert.deepEqual(
    files.map(({ bytes, ...rest }) => rest),
    [{ name: 'image.webp', content_type: 'image/webp', size: { width: 256, height: 144 } }],
  );
  assert.deepEqual(
    progress,
    progress.toSorted((a, b) => a - b),
  );
  assert.equal(progress.at(-1), 1);
});

for (const style of styleNames)
  test(`${style}: the same request gives the same bytes, another seed or prompt others`, async () => {
    const [first, again, seed, prompt] = await Promise.all([
      make({ style }),
      make({ style }),
      make({ style, seed: 2 }),
      make({ style, prompt: 'a quiet lake at dawn.' }),
    ]);
    assert.equal(first.hash, again.hash);
    assert.equal(new Set([first.hash, seed.hash, prompt.hash]).size, 3);
    const { entropy } = await sharp(first.file.bytes).stats();
    assert.ok(entropy > 2, `a picture, not a plain surface (entropy ${entropy})`);
  });

test('thirty prompts give thirty different pictures', async () => {
  const prompts = Array.from({ length: 15 }, (_, i) => [`subject number ${i}`, `第${i}个主题`]).flat();
  const hashes = new Set<string>();
  for (const prompt of prompts) {
    const { file } = await make({ prompt, size: 64, format: 'png' });
    // Compared as thumbnails: a different grain alone would not count as a different picture.
    const thumbnail = await sharp(file.bytes).resize(8, 8).raw().toBuffer();
    hashes.add(Buffer.from(thumbnail.map((v) => v >> 3)).toString('hex'));
  }
  assert.equal(hashes.size, 30);
});

test('every format and ratio comes out as asked, at every edge of the sizes', async () => {
  const wanted = [
    { format: 'webp', ratio: '1:1', size: 64, width: 64, height: 64 },
    { format: 'png', ratio: '16:9', size: 320, width: 320, height: 180 },
    { format: 'jpeg', ratio: '3:4', size: 200, width: 150, height: 200 },
    { format: 'png', ratio: '8:1', size: 64, width: 64, height: 16 },
    { format: 'webp', ratio: '1:8', size: 512, width: 64, height: 512 },
    { format: 'jpeg', ratio: '1:1', size: 2048, width: 2048, height: 2048 },
  ] as const;
  for (const { format, ratio, size, width, height } of wanted) {
    const { file } = await make({ format, ratio, size });
    const { name, content_type } = file;
    assert.deepEqual({ name, content_type }, { name: `image.${format}`, content_type: `image/${format}` });
    const metadata = await sharp(file.bytes).metadata();
    assert.deepEqual(
      { format: metadata.format, width: metadata.width, height: metadata.height },
      { format, width, height },
    );
  }
});

test('every style can draw the narrowest pictures', async () => {
  for (const style of styleNames)
    for (const ratio of ['8:1', '1:8']) {
      const { file } = await make({ style, ratio, size: 64, format: 'png' });
      const { width, height } = await sharp(file.bytes).metadata();
      assert.deepEqual([width, height], ratio === '8:1' ? [64, 16] : [16, 64]);
    }
});

test('a cancelled item stops drawing, by its signal and by its flag, and attaches nothing', async () => {
  const aborted = context();
  const reason = new Error('cancelled by its owner');
  aborted.controller.abort(reason);
  await assert.rejects(async () => image.run(input(), aborted.ctx), reason);

  const flagged = context(1);
  await assert.rejects(async () => image.run(input({ size: 512 }), flagged.ctx), { name: 'AbortError' });
  assert.deepEqual([aborted.files, flagged.files], [[], []]);
  assert.equal(flagged.progress.length, 1);
});

test('auto chooses by the words of the prompt, in English and Chinese, and stays with its choice', () => {
  const choices = {
    'northern lights, aurora over the ice': 'aurora',
    北极光: 'aurora',
    'cherry blossoms': 'blossom',
    樱花树下: 'blossom',
    'a neon city': 'city',
    上海的街: 'city',
    'the Sahara desert': 'dunes',
    大漠孤烟: 'dunes',
    'bamboo forest': 'forest',
    水墨山水: 'ink',
    'stormy seas': 'waves',
    宇宙中的星系: 'nebula',
    'stained glass': 'mosaic',
    'a mosaic of an owl': 'mosaic',
    'bauhaus chair': 'bauhaus',
    大理石: 'marble',
    浮世绘: 'waves',
    'a ukiyo print': 'waves',
    '马赛克，一只猫': 'mosaic',
    '国风，一座山': 'ink',
    剪纸: 'contours',
  };
  assert.deepEqual(
    Object.fromEntries(Object.keys(choices).map((prompt) => [prompt, chooseStyle('auto', prompt, 5)])),
    choices,
  );
  const unknown = Array.from({ length: 200 }, (_, i) => chooseStyle('auto', `xyzzy ${i}`, 5));
  assert.deepEqual(new Set(unknown), new Set(styleNames));
  assert.deepEqual(
    unknown,
    unknown.map((_, i) => chooseStyle('auto', `xyzzy ${i}`, 5)),
  );
});

test('concepts are read in the order of the prompt, plurals and Chinese included', () => {
  assert.deepEqual(readConcepts('Red foxes by the OCEAN waves, at night'), [
    'red',
    'orange',
    'ocean',
    'night',
  ]);
  assert.deepEqual(readConcepts('夜晚的蓝色大海'), ['night', 'blue', 'ocean']);
  assert.deepEqual(readConcepts('constructor __proto__'), []);
});

test('a Chinese character inside a word of another meaning says nothing', () => {
  const nothing = ['水彩画', '油画风格的猫', '可爱的狗', '风景', '火车', '仙人掌', '流行', '青年'];
  assert.deepEqual(
    nothing.filter((prompt) => readConcepts(prompt).length > 0),
    [],
  );
  assert.deepEqual(readConcepts('水彩风格的湖'), ['lake']);
  assert.deepEqual(readConcepts('水上的水彩'), ['lake']);
  assert.deepEqual(readConcepts('浪漫的海报'), ['love', 'geometry']);
  assert.deepEqual(readConcepts('雪花与烟花'), ['winter', 'joy']);
});

test('the random numbers are those of every other machine', () => {
  const random = new Random('key');
  const numbers = Array.from({ length: 4 }, () => random.whole(0, 999_999));
  assert.deepEqual(numbers, [512_264, 96_658, 248_040, 279_907]);
});

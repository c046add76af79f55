import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { sourcesOf, urlFor } from './picture-url.ts';

const own = globalThis as { window?: unknown };
afterEach(() => {
  delete own.window;
});

test('a small copy is shown where it is sharp', () => {
  const file = { url: '/whole', preview_url: '/small' };
  const at = (devicePixelRatio: number, edge: number) => {
    own.window = { devicePixelRatio };
    return urlFor(file, edge);
  };
  assert.deepEqual([at(1, 72), at(1, 256), at(1, 257)], ['/small', '/small', '/whole']);
  assert.deepEqual([at(2, 128), at(2, 129)], ['/small', '/whole']);
  assert.equal(at(1, Number.POSITIVE_INFINITY), '/whole');
  assert.equal(urlFor({ url: '/whole', preview_url: null }, 10), '/whole');
});

test('the browser chooses between a picture and its small copy by their widths', () => {
  const file = { url: '/whole', preview_url: '/small', width: 800, height: 1_000 };
  assert.deepEqual(sourcesOf(file), { srcSet: '/small 205w, /whole 800w', sizes: 'auto, 200px' });
  assert.deepEqual(sourcesOf({ ...file, preview_url: null }), {});
  assert.deepEqual(sourcesOf({ ...file, width: null }), {});
});

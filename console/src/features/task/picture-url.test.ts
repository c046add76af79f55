import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sourcesOf, urlFor } from './picture-url.ts';

test('a small copy is shown where it is sharp', () => {
  const file = { url: '/whole', preview_url: '/small' };
  assert.deepEqual(
    [72, 256, 257, Number.POSITIVE_INFINITY].map((edge) => urlFor(file, edge)),
    ['/small', '/small', '/whole', '/whole'],
  );
  assert.equal(urlFor({ url: '/whole', preview_url: null }, 10), '/whole');
});

test('the browser chooses between a picture and its small copy by their widths', () => {
  const file = { url: '/whole', preview_url: '/small', width: 800, height: 1_000 };
  assert.deepEqual(sourcesOf(file), { srcSet: '/small 205w, /whole 800w', sizes: 'auto, 200px' });
  assert.deepEqual(sourcesOf({ ...file, preview_url: null }), {});
  assert.deepEqual(sourcesOf({ ...file, width: null }), {});
});

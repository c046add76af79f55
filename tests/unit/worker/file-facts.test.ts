import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileFacts } from '../../../src/worker/file-facts.ts';

const factsOf = (size: unknown) => fileFacts('a.png', 'image/png', size);

test('a size is two whole numbers of pixels, or none', () => {
  assert.deepEqual(factsOf({ width: 2, height: 1_000_000, more: 1 }).size, { width: 2, height: 1_000_000 });
  for (const none of [undefined, null, {}, { width: null, height: undefined }])
    assert.deepEqual(factsOf(none), { name: 'a.png', content_type: 'image/png' });
  const wrong = [
    ...[1e99, -1, 0, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 1_000_001, '2', 2n, {}, true],
  ].map((width) => ({ width, height: 2 }));
  for (const size of [...wrong, { width: 2 }, { height: 2 }, { width: 2, height: null }, 5, 'big', true])
    assert.throws(() => factsOf(size), { name: 'TypeError', message: /^The size of a file must be/ });
});

test('what is wrong is shown, shortened', () => {
  assert.throws(
    () => factsOf({ width: 'x'.repeat(9_000) }),
    ({ message }: Error) => message.length < 400,
  );
  assert.throws(() => fileFacts('a', `image/${'x'.repeat(1_000)}`, undefined), /is not a content type/);
  for (const type of [undefined, null, Symbol('x'), {}, 'png', 'image/png\r\nx: y'])
    assert.throws(() => fileFacts('a', type, undefined), {
      name: 'TypeError',
      message: /is not a content type/,
    });
  for (const name of ['', 'a/b', '..', undefined, 5, '\u200b'])
    assert.throws(() => fileFacts(name, 'image/png', undefined), { message: /^A file name must have/ });
});

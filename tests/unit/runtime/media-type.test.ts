import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPicture } from '../../../src/data/contracts/index.ts';
import { essenceOf, isMediaType, spelledMediaType } from '../../../src/runtime/media-type.ts';

test('media types are compared and stored without case, except for the values of parameters', () => {
  for (const text of ['IMAGE/PNG', 'image/png; Foo=Bar', 'Image/Png;a=b; C=D'])
    assert.deepEqual([isMediaType(text), essenceOf(text), isPicture(text)], [true, 'image/png', true], text);
  assert.equal(spelledMediaType('Text/Plain; Charset=UTF-8;A=B'), 'text/plain; charset=UTF-8;a=B');
  for (const text of ['image', 'image/png;', 'image/png; a', 'image/png, text/html', 'image/png\n; a=b', ''])
    assert.equal(isMediaType(text), false, text);
  for (const text of ['image/svg+xml', 'image/png+xml', 'x/image/png', 'image/pngx'])
    assert.equal(isPicture(text), false, text);
});

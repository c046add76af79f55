import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Item } from '@client';
import { words as en } from '../../../words/en/index.ts';
import { fileNameOf, joined, spokenCell } from './item-words.ts';

const cell = (status: Item['status']) =>
  spokenCell(['fox', 'snow'], { status, error: { type: 'Error', message: 'out' } } as Item, en, 'en');

test('a cell says why it failed, and not while it is tried again', () => {
  assert.equal(cell('failed'), 'fox, snow, failed: out');
  assert.equal(cell('processing'), 'fox, snow, running');
  assert.equal(cell('queued'), 'fox, snow, waiting');
});

test('a cell says the result that it shows in place of a picture, without what its labels say', () => {
  const done = (result: unknown, files: unknown[] = []) => {
    const item = { status: 'completed', label: { animal: 'fox' }, result, files } as unknown as Item; // What is read of it.
    return spokenCell(['fox', 'snow'], item, en, 'en');
  };
  assert.equal(done(42), 'fox, snow, completed: 42');
  assert.equal(done({ animal: 'fox', legs: 4 }), 'fox, snow, completed: legs 4');
  for (const said of [done(null), done({ animal: 'fox' }), done(42, [{ content_type: 'image/png' }])])
    assert.equal(said, 'fox, snow, completed');
});

test('values that contain commas do not run together, neither where they are read nor in the name of a file', () => {
  const values = ['forest, dawn', 'mist'];
  assert.equal(joined(values, en, 'en'), 'forest, dawn; mist');
  assert.equal(joined(['森林，清晨', '雾'], en, 'zh'), '森林，清晨；雾');
  assert.equal(joined(['forest', 'mist'], en, 'en'), 'forest, mist');
  const item = { index: 0, label: { place: values[0], light: values[1] } } as unknown as Item; // What is read of it.
  assert.equal(fileNameOf(item, 'image.webp', 'en'), 'forest, dawn; mist.webp');
});

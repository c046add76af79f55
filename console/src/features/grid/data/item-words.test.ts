import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Item } from '@client';
import { words as en } from '../../../words/en/index.ts';
import { spokenCell } from './item-words.ts';

const cell = (status: Item['status']) =>
  spokenCell(['fox', 'snow'], { status, error: { type: 'Error', message: 'out' } } as Item, en, 'en');

test('a cell says why it failed, and not while it is tried again', () => {
  assert.equal(cell('failed'), 'fox, snow, failed: out');
  assert.equal(cell('processing'), 'fox, snow, running');
  assert.equal(cell('queued'), 'fox, snow, waiting');
});

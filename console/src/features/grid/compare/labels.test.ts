import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Item } from '@client';
import { common, differing, valuesOf } from './labels.ts';

const item = (mood: string, place: string, animal: string) => ({ label: { mood, place, animal } }) as unknown;
const items = [item('dawn', 'sea', 'fox'), undefined, item('dusk', 'sea', 'fox')] as (Item | undefined)[];

test('a caption says what differs; what all have in common stands once', () => {
  assert.deepEqual(differing(items), ['mood']);
  assert.deepEqual(valuesOf(items[2], differing(items)), [['mood', 'dusk']]);
  assert.deepEqual(common(items), [
    ['place', 'sea'],
    ['animal', 'fox'],
  ]);
  assert.deepEqual(differing([]), []);
  assert.deepEqual(common([undefined]), []);
});

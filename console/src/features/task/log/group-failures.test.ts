import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Item } from '@client';
import { groupFailures } from './group-failures.ts';

const failed = (index: number, type: string, message: string) =>
  ({ index, status: 'failed', error: { type, message } }) as Item;

test('each reason stands once, that of the most items first', () => {
  const groups = groupFailures([
    failed(0, 'Error', 'the shop is away'),
    failed(3, 'Timeout', 'took too long'),
    failed(4, 'Timeout', 'took too long'),
    failed(7, 'Timeout', 'the shop is away'),
    { index: 9, status: 'completed', error: null } as Item,
  ]);
  assert.deepEqual(
    groups.map(({ error, items }) => [error.type, error.message, items.map(({ index }) => index)]),
    [
      ['Timeout', 'took too long', [3, 4]],
      ['Error', 'the shop is away', [0]],
      ['Timeout', 'the shop is away', [7]],
    ],
  );
});

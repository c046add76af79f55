import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atMost, inPartsOf, partsOf } from '../../../src/runtime/byte-stream.ts';

async function* stream(...parts: unknown[]) {
  for (const part of parts) yield part as Uint8Array;
}

const bytes = (...values: number[]) => Uint8Array.from(values);

test('bytes come out in parts of one size, whatever they came in', async () => {
  const parts = await Array.fromAsync(inPartsOf(stream(bytes(1, 2), bytes(), bytes(3, 4, 5, 6, 7)), 3));
  assert.deepEqual(parts, [bytes(1, 2, 3), bytes(4, 5, 6), bytes(7)]);
  assert.deepEqual(await Array.fromAsync(inPartsOf(stream(bytes(1, 2, 3)), 3)), [bytes(1, 2, 3)]);
  assert.deepEqual(await Array.fromAsync(inPartsOf(stream(), 3)), []);
});

test('a stream that is too long, or holds no bytes, fails where that shows', async () => {
  assert.deepEqual(await Array.fromAsync(atMost(stream(bytes(1, 2), bytes(3)), 3)), [bytes(1, 2), bytes(3)]);
  await assert.rejects(Array.fromAsync(atMost(stream(bytes(1, 2), bytes(3)), 2)), {
    name: 'TooManyBytes',
    message: 'a file has at most 2 bytes',
  });
  await assert.rejects(Array.fromAsync(atMost(stream('a text'), 100)), TypeError);
});

test('what is given whole is one part', async () => {
  assert.deepEqual(await Array.fromAsync(partsOf(bytes(1, 2))), [bytes(1, 2)]);
  assert.deepEqual(await Array.fromAsync(partsOf(stream(bytes(1), bytes(2)))), [bytes(1), bytes(2)]);
});

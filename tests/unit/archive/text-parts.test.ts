import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inParts } from '../../../src/services/tasks/archive/text-parts.ts';

test('many small texts become few parts, with a turn of the event loop after each full one', async () => {
  const texts = Array.from({ length: 10_000 }, (_, at) => `item ${at}\n`);
  let turns = 0;
  let over = false;
  const count = () => {
    turns += 1;
    if (!over) setImmediate(count);
  };
  setImmediate(count);
  async function* given() {
    yield* texts;
  }
  const parts: string[] = [];
  for await (const part of inParts(given())) parts.push(part);
  over = true;
  assert.equal(parts.join(''), texts.join(''));
  assert.equal(parts.length, Math.ceil(texts.join('').length / 16_384));
  assert.ok(turns >= parts.length - 1, `${turns} turns`);
});

test('a text without parts stays empty, and a short one is a single part', async () => {
  async function* given(...texts: string[]) {
    yield* texts;
  }
  assert.deepEqual(await Array.fromAsync(inParts(given())), []);
  assert.deepEqual(await Array.fromAsync(inParts(given('a', '', 'b'))), ['ab']);
});

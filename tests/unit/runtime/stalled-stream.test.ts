import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { endWhenStalled } from '../../../src/runtime/stalled-stream.ts';
import { waitFor } from '../../support/wait-for.ts';

function counting(chunks: number) {
  let given = 0;
  const stream = new Readable({
    highWaterMark: 10,
    read() {
      given += 1;
      this.push(given <= chunks ? Buffer.alloc(10) : null);
    },
  });
  return endWhenStalled(stream, () => given, 20);
}

test('a stream that nobody reads is destroyed with an error that says so', async () => {
  const stream = counting(100);
  const errors: Error[] = [];
  stream.on('error', (error) => errors.push(error));
  await waitFor(() => stream.destroyed && errors.length > 0);
  assert.match(errors[0]?.message ?? '', /nobody read/);
});

test('one that stops halfway is destroyed, one that is read to its end is whole', async () => {
  const half = counting(100);
  const failed = new Promise((resolve) => half.once('error', resolve));
  half.once('data', () => half.pause());
  await failed;
  assert.ok(half.destroyed);
  const bytes = Buffer.concat(await counting(50).toArray());
  assert.equal(bytes.length, 500);
});

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { exactly, WrongBytes, WrongLength } from '../../../src/runtime/exact-stream.ts';

const of = (...parts: string[]) =>
  Readable.from(
    parts.map((part) => Buffer.from(part)),
    { objectMode: false },
  );
const textOf = async (stream: Readable) => Buffer.concat(await stream.toArray()).toString();

test('as many bytes as there should be pass as they are', async () => {
  assert.equal(await textOf(exactly(of('ab', 'c'), { bytes: 3 })), 'abc');
  assert.equal(await textOf(exactly(of(), { bytes: 0 })), '');
});

test('fewer or more bytes are an error at the end of the stream', async () => {
  const wrong = { name: 'WrongLength', message: 'has only 3 bytes instead of 4' };
  await assert.rejects(textOf(exactly(of('ab', 'c'), { bytes: 4 })), wrong);
  await assert.rejects(textOf(exactly(of('ab', 'c'), { bytes: 2 })), { message: 'has 3 bytes instead of 2' });
  await assert.rejects(textOf(exactly(of(), { bytes: 1 })), WrongLength);
  await assert.rejects(textOf(exactly(of('a'), { bytes: 0 })), WrongLength);
});

test('no byte beyond the last one is passed on', async () => {
  const seen: string[] = [];
  const stream = exactly(of('ab', 'cd'), { bytes: 3 });
  stream.on('data', (part) => seen.push(String(part)));
  await assert.rejects(once(stream, 'end'), WrongLength);
  assert.deepEqual(seen, ['ab']);
});

test('with a checksum, the last part is passed on only if all bytes are right', async () => {
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  assert.equal(await textOf(exactly(of('ab', 'cd', 'e'), { bytes: 5, sha256: sha256('abcde') })), 'abcde');
  assert.equal(await textOf(exactly(of(), { bytes: 0, sha256: sha256('') })), '');
  const seen: string[] = [];
  const stream = exactly(of('ab', 'cd', 'e'), { bytes: 5, sha256: sha256('abcdf') });
  stream.on('data', (part) => seen.push(String(part)));
  await assert.rejects(once(stream, 'end'), WrongBytes);
  assert.deepEqual(seen, ['ab', 'cd']);
});

test('an error of the source is that of the stream, as the caller words it', async () => {
  const broken = new Readable({ read() {} });
  const stream = exactly(broken, { bytes: 3 }, ({ message }) => new Error(`the file: ${message}`));
  broken.destroy(new Error('the disk failed'));
  await assert.rejects(textOf(stream), { message: 'the file: the disk failed' });
});

test('a reader who leaves closes the source, and that is no error', async () => {
  const source = of('a'.repeat(100), 'b');
  let failed = 0;
  const stream = exactly(source, { bytes: 101 }, (error) => {
    failed += 1;
    return error;
  });
  stream.once('data', () => stream.destroy());
  await new Promise((resolve) => source.once('close', resolve));
  assert.equal(failed, 0);
});

import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { ThreadOutput } from '../../../src/worker/threads/thread-output.ts';

test('pieces that are printed in a row travel together, in order', () => {
  const written: string[] = [];
  const output = new ThreadOutput((text) => void written.push(text));
  for (const word of ['one\n', 'two\n', 'three\n']) output.add(word);
  output.flush();
  assert.equal(written.join(''), 'one\ntwo\nthree\n');
  assert.ok(written.length <= 2, `${written.length} writes`);
});

test('of a flood, the first 64 KiB and the end are written, and how much was left out', () => {
  const written: string[] = [];
  const output = new ThreadOutput((text) => void written.push(text));
  for (let at = 0; at < 50_000; at += 1) output.add(`line ${at}\n`);
  output.flush();
  const text = written.join('');
  assert.ok(text.startsWith('line 0\nline 1\n'));
  assert.ok(text.endsWith('line 49998\nline 49999\n'));
  const left_out = Number(/^… (\d+) more writes were left out …$/m.exec(text)?.[1]);
  const lines = text.match(/^line /gm)?.length ?? 0;
  assert.equal(lines + left_out, 50_000);
  assert.ok(text.length < 80 * 1_024, `${text.length} characters`);
});

test('a single piece is cut, and writers get their callback whichever way they pass it', async () => {
  const stream = new PassThrough();
  let text = '';
  stream.on('data', (chunk) => (text += chunk));
  const output = ThreadOutput.of(stream);
  await new Promise<void>((done) => void stream.write('x'.repeat(1e6), () => done()));
  await new Promise<void>((done) => void stream.write(Buffer.from('bytes'), 'utf8', () => done()));
  assert.equal(stream.write('616263', 'hex'), true);
  output.flush();
  await new Promise(setImmediate);
  assert.ok(text.length < 20_000);
  assert.ok(text.endsWith('…\nbytesabc'));
  // As untyped code may call it.
  const written: unknown = null;
  assert.throws(() => stream.write(written as string), TypeError);
});

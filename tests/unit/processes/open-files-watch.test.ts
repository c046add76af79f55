import assert from 'node:assert/strict';
import { closeSync, openSync } from 'node:fs';
import { test } from 'node:test';
import { OpenFilesWatch } from '../../../src/processes/open-files-watch.ts';

function watching(limit: number | null, count?: () => Promise<number | null>) {
  const lines: string[] = [];
  const write = (_: object, line: string) => void lines.push(line);
  return { watch: new OpenFilesWatch({ info: write, warn: write }, limit, count), lines };
}

test('the log warns once when most of the files are open, and says when there is room again', async () => {
  let open = 79;
  const { watch, lines } = watching(100, async () => open);
  assert.equal(await watch.look(), null);
  open = 80;
  const text = await watch.look();
  assert.match(text ?? '', /^80 of at most 100 files and connections of this process are open; /);
  assert.equal(await watch.look(), text);
  assert.deepEqual(lines, [text]);
  open = 10;
  assert.equal(await watch.look(), null);
  assert.deepEqual(lines.slice(1), ['there is room for open files and connections again']);
});

test('files that are left open are counted', {
  skip: process.platform !== 'linux' && 'no /proc',
}, async () => {
  const files = Array.from({ length: 200 }, () => openSync(import.meta.filename, 'r'));
  try {
    assert.match((await watching(250).watch.look()) ?? '', /^2\d\d of at most 250 /);
  } finally {
    for (const file of files) closeSync(file);
  }
  assert.equal(await watching(250).watch.look(), null);
});

test('where not even the folder can be opened, all are open; where nobody counts, nothing is said', async () => {
  const full = watching(100, () => Promise.reject(Object.assign(new Error('full'), { code: 'EMFILE' })));
  assert.match((await full.watch.look()) ?? '', /^100 of at most 100 /);
  assert.equal(await watching(100, async () => null).watch.look(), null);
  assert.equal(await watching(null).watch.look(), null);
});

test('what is not needed is closed while there is little room; a glance counts only if so many numbers are in use', {
  skip: process.platform !== 'linux' && 'no /proc',
}, async () => {
  let counted = 0;
  let released = 0;
  let open = 300;
  const { watch } = watching(300, async () => {
    counted += 1;
    return open;
  });
  watch.onFull(() => (released += 1));
  await watch.glance();
  assert.deepEqual([counted, released], [0, 0]);
  const files = Array.from({ length: 260 }, () => openSync(import.meta.filename, 'r'));
  try {
    await watch.glance();
    await watch.glance();
    assert.deepEqual([counted, released], [2, 2]);
  } finally {
    for (const file of files) closeSync(file);
  }
  open = 10;
  await watch.glance();
  assert.deepEqual([counted, released], [3, 2], 'so that the log says that there is room again');
  await watch.glance();
  assert.equal(counted, 3);
});

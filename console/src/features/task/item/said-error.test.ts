import assert from 'node:assert/strict';
import { test } from 'node:test';
import { words } from '../../../words/en/index.ts';
import { saidError } from './said-error.ts';

const said = (type: string, message: string) => {
  const { title, message: text, short } = saidError(words, { type, message });
  return [title, text, short];
};

test('words of code stand behind a sentence that everybody understands', () => {
  const { error_unexpected, error_connection, error_file, error_disk_full } = words.task;
  const found: [type: string, message: string, title: string][] = [
    ['TypeError', "Cannot read properties of undefined (reading 'length')", error_unexpected],
    ['RangeError', 'Maximum call stack size exceeded', error_unexpected],
    ['TypeError', 'fetch failed', error_connection],
    ['Error', 'connect ECONNREFUSED 127.0.0.1:9', error_connection],
    ['Error', "ENOENT: no such file or directory, open 'a.txt'", error_file],
    ['Error', 'ENOSPC: no space left on device, write', error_disk_full],
  ];
  for (const [type, message, title] of found) assert.deepEqual(said(type, message), [title, null, title]);
});

test('what the server or the task type wrote for people is shown as it is', () => {
  const late = 'It ran longer than 60 seconds.';
  assert.deepEqual(said('Timeout', late), [words.task.error_timeout, late, late]);
  assert.deepEqual(said('Error', 'The shop is away'), [undefined, 'The shop is away', 'The shop is away']);
  assert.deepEqual(said('RangeError', 'out'), [undefined, 'out', 'out']);
  assert.deepEqual(said('constructor', 'x'), [undefined, 'x', 'x']);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tableOf } from '../../../src/processes/commands/noun-command.ts';

test('a name of a user changes nothing of the terminal beside it', () => {
  const name = 'ok\u202etxt\u2066.exe\u2028\u200b\x1b[31m\u009b1m';
  const table = tableOf([{ name, id: 7 }], { name: (row) => row.name, id: (row) => row.id });
  assert.equal(table, `${'NAME'.padEnd(19)}  ID\nok txt .exe [31m 1m  7`);
});

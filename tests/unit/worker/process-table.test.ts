import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { test } from 'node:test';

const skip = process.platform === 'linux' ? false : 'processes are read from /proc';
const module = resolve(import.meta.dirname, '../../../src/worker/programs/process-table.ts');

test('processes are found although all open files are in use for a while', { skip }, () => {
  const code = `
    const { closeSync, openSync } = require('node:fs');
    const { markedProcesses, processStatus } = require(${JSON.stringify(module)});
    const held = [];
    try { for (;;) held.push(openSync('/dev/null')); } catch (error) { if (error.code !== 'EMFILE') throw error; }
    setTimeout(() => held.forEach((file) => closeSync(file)), 300);
    const wait = setInterval(() => {}, 1_000);
    (async () => {
      const status = await processStatus(process.pid);
      const marked = await markedProcesses('mine');
      console.log(status?.state !== undefined, marked.map(({ mark }) => mark).join());
      clearInterval(wait);
    })();`;
  const { stdout, stderr } = spawnSync(
    'sh',
    ['-c', 'ulimit -n 100; exec "$0" -e "$1"', process.execPath, code],
    {
      env: { ...process.env, BACKEND2_ATTEMPT: 'mine' },
      encoding: 'utf8',
    },
  );
  assert.equal(stdout, 'true mine\n', stderr);
});

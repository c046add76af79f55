import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { tempFolder } from '../../support/temp-folder.ts';

const FILE = new URL('../../../src/processes/lines-of-a-turn.ts', import.meta.url).href;
const FULL = '/dev/full';
const skip = existsSync(FULL) ? false : `there is no ${FULL}, on which nothing can be written`;

/** Runs code that has a log on descriptor 3; gives its exit code and what it wrote to standard error. */
function run(code: string, log: number) {
  const source = `import { LinesOfATurn } from '${FILE}'; const log = new LinesOfATurn(3); ${code}`;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['ignore', 'ignore', 'pipe', log],
    encoding: 'utf8',
  });
  return { status, stderr };
}

test('a log on a full disk ends nothing, and is told once', { skip }, () => {
  const code = `
    for (let n = 0; n < 3; n += 1) { log.write('line\\n'); log.flushSync(); }
    log.write('line\\n');
    await new Promise(setImmediate);
    console.error('goes on');`;
  const { status, stderr } = run(code, openSync(FULL, 'w'));
  assert.equal(status, 0);
  assert.match(
    stderr,
    /^backend2: the log cannot be written \(ENOSPC: no space left on device, write\); the process goes on, and 1 MiB of log lines waits\ngoes on\n$/,
  );
});

test('lines wait while the log cannot be written; what is more than 1 MiB is lost, and counted', async () => {
  const path = join(await tempFolder(), 'log');
  const file = openSync(path, 'w');
  // The descriptor stands for a disk that is full, and then has room.
  const code = `
    import fs from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    const { writeSync } = fs;
    let is_full = true;
    fs.writeSync = (to, what) => {
      if (to === 3 && is_full) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
      return writeSync(to, what);
    };
    syncBuiltinESMExports();
    log.write('first\\n');
    log.flushSync();
    log.write('second\\n');
    log.flushSync();
    for (let n = 0; n < 2; n += 1) { log.write('x'.repeat(1024 * 1024) + '\\n'); log.flushSync(); }
    is_full = false;
    log.write('third\\n');
    log.flushSync();
    log.write('fourth\\n');`;
  const { status, stderr } = run(code, file);
  closeSync(file);
  assert.equal(status, 0);
  assert.match(stderr, /\nbackend2: the log is written again; 2 of its lines were lost\n$/);
  assert.equal(readFileSync(path, 'utf8'), 'first\nsecond\nthird\nfourth\n');
});

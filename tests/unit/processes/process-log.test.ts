import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';

const FILE = new URL('../../../src/processes/process-log.ts', import.meta.url).href;

/** What a process that runs this code with a log writes to its standard output. */
const written = (code: string) =>
  execFileSync(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `import { processLog } from '${FILE}'; const log = processLog('info', 'web'); ${code}`,
    ],
    { encoding: 'utf8' },
  )
    .split('\n')
    .filter(Boolean)
    .map((line) => (JSON.parse(line) as { msg: string }).msg);

test('every line is written, in order, also when the process ends in the same turn', () => {
  const lines = Array.from({ length: 2_000 }, (_, i) => `line ${i} ${'x'.repeat(90)}`);
  const code = `for (let i = 0; i < 2000; i++) log.info('line ' + i + ' ' + 'x'.repeat(90));`;
  assert.deepEqual(written(`${code} process.exit(0)`), lines);
  assert.deepEqual(written(`${code} setTimeout(() => log.warn('later'), 5)`), [...lines, 'later']);
});

test('a fatal error is written at once', () => {
  assert.deepEqual(written("log.info('before'); log.fatal('fatal'); process.reallyExit(0)"), [
    'before',
    'fatal',
  ]);
});

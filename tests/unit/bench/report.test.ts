import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newestResults, type Report, type Result } from '../../../bench/support/report.ts';

const machine = { cpu: 'x', cores: 2, memory_gb: 8, system: 'Linux', node: 'v26' };
const figure = { what: 'rate', value: '1', mark: null, met: null, detail: '' };
const result = (name: string, value: string | null): Result => ({
  ...{ name, mark: '', settings: '', seconds: 1, skipped: null, error: value === null ? 'failed' : null },
  figures: value === null ? [] : [{ ...figure, value }],
});
const run = (hour: number, results: Result[], cores = 2): Report => ({
  date: new Date(Date.UTC(2026, 0, 2, hour)).toISOString(),
  command: 'npm run bench',
  machine: { ...machine, cores },
  results,
});

test('a page takes what its run lacks from the newest run of the same machine and day', () => {
  const now = run(12, [result('b', 'now'), result('d', null)]);
  const others = [
    run(3, [result('a', 'old'), result('b', 'old'), result('d', 'before')]),
    run(9, [result('a', 'new'), result('e', null)]),
    run(10, [result('a', 'elsewhere')], 4),
    run(-13, [result('c', 'long ago')]),
  ];
  const page = newestResults([now, ...others], ['a', 'b', 'c', 'd', 'e']);
  assert.deepEqual(
    page.map(({ name, figures }) => [name, figures[0]?.value]),
    [
      ['a', 'new'],
      ['b', 'now'],
      ['d', 'before'],
      ['e', undefined],
    ],
  );
});

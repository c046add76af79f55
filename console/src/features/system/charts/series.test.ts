import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seriesOf } from './series.ts';

const bucket = (minute: number, type: string, completed: number, p50: number | null, p95: number | null) => ({
  at: new Date(Date.UTC(2026, 10, 28, 8, minute)).toISOString(),
  type,
  completed,
  failed: 1,
  cancelled: 0,
  wait_ms: { p50, p95 },
  run_ms: { p50: null, p95: null },
});
const from = Date.UTC(2026, 10, 28, 8, 0, 30);

test('types are one row a minute; a minute without items is there, with gaps for its times', () => {
  const buckets = [
    bucket(0, 'image', 9, 100, 200),
    bucket(0, 'wait', 19, 400, 900),
    bucket(2, 'image', 4, null, null),
  ];
  const series = seriesOf({ step: 'minute', buckets }, from, from + 180_000);
  assert.equal(series.at.length, 4);
  assert.equal(series.at[0], Date.UTC(2026, 10, 28, 8) / 1_000);
  assert.deepEqual(series.completed, [28, 0, 4, 0]);
  assert.deepEqual(series.failed, [2, 0, 1, 0]);
  assert.deepEqual(series.wait_p50, [(100 * 10 + 400 * 20) / 30, null, null, null]);
  assert.deepEqual(series.wait_p95, [900, null, null, null]);
  assert.deepEqual(series.run_p95, [null, null, null, null]);
  const { completed, failed, wait_p95, run_p50 } = series.whole;
  assert.deepEqual(
    { completed, failed, wait_p95, run_p50 },
    { completed: 32, failed: 3, wait_p95: 900, run_p50: null },
  );
});

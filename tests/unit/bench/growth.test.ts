import assert from 'node:assert/strict';
import { test } from 'node:test';
import { grown, type Sample } from '../../../bench/soak/growth.ts';

const samples = (size: (at: number) => Sample) => Array.from({ length: 40 }, (_, at) => size(at));

test('a heap that keeps growing, and a table above its bound, are named with their sizes', () => {
  const found = grown(samples((at) => ({ 'web.live_heap_mb': 40 + at, 'rows.sessions': at < 20 ? 50 : 90 })));
  assert.deepEqual(found, [
    'web.live_heap_mb: 54.0 in the second quarter, 74.0 in the last',
    'rows.sessions: 50.0 in the second quarter, 90.0 in the last',
  ]);
});

test('growth while warming up, small changes and tables of history are no fault', () => {
  const found = grown(
    samples((at) => ({
      'web.live_heap_mb': Math.min(30 + at, 40),
      'web.handles': 20 + (at % 10),
      'rows.audit': at * 10,
    })),
  );
  assert.deepEqual(found, []);
});

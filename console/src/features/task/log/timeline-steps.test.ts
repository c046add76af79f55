import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TaskDetail } from '@client';
import { Formats } from '../../../formats/formats.ts';
import { words } from '../../../words/en/index.ts';
import { stepsOf } from './timeline-steps.ts';

const at = (second: number) => new Date(Date.UTC(2026, 10, 28, 8, 0, second)).toISOString();
const formats = new Formats('en');
const said = (task: Partial<TaskDetail>) =>
  stepsOf(
    { created_at: at(0), earlier_runs: [], total_items: 50, ...task } as TaskDetail,
    words,
    formats,
  ).map(({ name, at: time, more }) => [name, time && (Date.parse(time) % 60_000) / 1_000, ...more]);

const first: TaskDetail['earlier_runs'][number] = {
  ...{ run: 1, started_at: at(1), finished_at: at(9), retried_at: at(20), retried_items: 5 },
  ...{ completed_items: 45, failed_items: 5, cancelled_items: 0 },
  status: 'completed',
};
const ended = { status: 'completed', started_at: at(22), finished_at: at(25), failed_items: 0 } as const;

test('a task that was never retried: created, started, ended', () => {
  assert.deepEqual(said({ status: 'pending', started_at: null, finished_at: null }), [
    ['Created', 0],
    ['Started', null],
    ['Finished', null],
  ]);
  assert.deepEqual(said({ ...ended, failed_items: 2 }), [
    ['Created', 0],
    ['Started', 22, '22 sec after it was created'],
    ['Completed with failures', 25, 'Took 3 sec', '2 of 50 items failed'],
  ]);
  assert.deepEqual(said({ ...ended, status: 'cancelled', started_at: null }), [
    ['Created', 0],
    ['Cancelled', 25],
  ]);
});

test('a retry leaves the runs before it in place', () => {
  const before = [
    ['Created', 0],
    ['Started', 1, '1 sec after it was created'],
    ['Completed with failures', 9, 'Took 8 sec', '5 of 50 items failed'],
  ];
  assert.deepEqual(said({ ...ended, earlier_runs: [first] }), [
    ...before,
    ['Retried 5 items', 20, 'Started 2 sec later'],
    ['Completed', 25, 'Took 3 sec'],
  ]);
  // An event says so before the times are loaded.
  assert.deepEqual(said({ ...ended, status: 'processing', started_at: null, earlier_runs: [first] }), [
    ...before,
    ['Retried 5 items', 20],
    ['Finished', null],
  ]);
  const late = { ...first, run: 7, started_at: at(30), finished_at: at(31), retried_at: at(32) };
  assert.deepEqual(said({ ...ended, started_at: at(33), finished_at: at(34), earlier_runs: [first, late] }), [
    ...before,
    ['Retried 5 items', 20],
    ['5 more runs in between', null],
    ['Completed with failures', 31, 'Took 1 sec', '5 of 50 items failed'],
    ['Retried 5 items', 32, 'Started 1 sec later'],
    ['Completed', 34, 'Took 1 sec'],
  ]);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Item, ItemLogLine } from '@client';
import { attemptsOf } from './attempts.ts';

const item = (attempt: number, status: Item['status']): Item => ({
  index: 0,
  label: null,
  status,
  runs_alone: false,
  attempt,
  progress: 0,
  note: null,
  result: null,
  error: null,
  files: [],
  started_at: '2026-11-28T08:00:09.000Z',
  finished_at: null,
});
const line = (attempt: number, message: string): ItemLogLine => ({
  at: `2026-11-28T08:00:0${attempt}.000Z`,
  attempt,
  level: 'info',
  message,
  fields: null,
});

test('each attempt has its lines; the newest is first and has the state of the item', () => {
  const shown = attemptsOf(item(3, 'processing'), [line(1, 'a'), line(1, 'b'), line(3, 'c')]);
  assert.deepEqual(
    shown.map(({ number, status, lines }) => [number, status, lines.map(({ message }) => message)]),
    [
      [3, 'processing', ['c']],
      [2, 'failed', []],
      [1, 'failed', ['a', 'b']],
    ],
  );
  assert.deepEqual(
    shown.map(({ started_at }) => started_at),
    ['2026-11-28T08:00:09.000Z', null, '2026-11-28T08:00:01.000Z'],
  );
});

test('an item that has not run has no attempts, and of very many the last are shown', () => {
  assert.deepEqual(attemptsOf(item(0, 'queued'), []), []);
  const many = attemptsOf(item(90, 'failed'), []);
  assert.equal(many.length, 20);
  assert.equal(many.at(-1)?.number, 71);
});

test('an attempt that was ended from outside has not failed; of a waiting item, the last one neither', () => {
  const lost = (attempt: number): ItemLogLine => ({ ...line(attempt, 'ended'), interrupted: true });
  const statuses = (status: Item['status'], lines: ItemLogLine[]) =>
    attemptsOf(item(2, status), lines).map((one) => one.status);
  assert.deepEqual(statuses('processing', [lost(1)]), ['processing', 'interrupted']);
  assert.deepEqual(statuses('queued', [lost(1), lost(2)]), ['interrupted', 'interrupted']);
  assert.deepEqual(statuses('queued', [lost(1)]), ['queued', 'interrupted']);
  assert.deepEqual(statuses('failed', [line(1, 'a'), lost(2)]), ['failed', 'failed']);
});

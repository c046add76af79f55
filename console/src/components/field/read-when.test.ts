import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDay, readTime } from './read-when.ts';

test('a time is read however it is typed, and kept on a clock of 24 hours', () => {
  const read = [
    '7:30',
    '0730',
    ' 07.30 ',
    '7',
    '730',
    '18:05',
    '7:30 pm',
    '12:15 AM',
    '12pm',
    '7点30分',
    '7：30',
    '７：３０',
    '19点',
    '下午7点半',
  ];
  assert.deepEqual(read.map(readTime), [
    '07:30',
    '07:30',
    '07:30',
    '07:00',
    '07:30',
    '18:05',
    '19:30',
    '00:15',
    '12:00',
    '07:30',
    '07:30',
    '07:30',
    '19:00',
    '19:30',
  ]);
  for (const text of ['', '24:00', '7:60', '7:3', '13 pm', 'noon', '1:2:3', '-1:00'])
    assert.equal(readTime(text), null, text);
});

test('a day is read with the year first, and only one that there is', () => {
  assert.deepEqual(['2026-1-5', '2026/01/05', '2026.1.05', ' 2026年1月5日 '].map(readDay), [
    '2026-01-05',
    '2026-01-05',
    '2026-01-05',
    '2026-01-05',
  ]);
  for (const text of ['', '5.1.2026', '2026-02-30', '2026-13-01', '2026-01', '26-01-05'])
    assert.equal(readDay(text), null, text);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Formats } from './formats.ts';

const en = new Formats('en');
const zh = new Formats('zh');
const now = Date.parse('2026-11-28T08:00:00Z');
const before = (seconds: number) => new Date(now - seconds * 1_000).toISOString();

test('an age is short, and begins with "now"', () => {
  const ages = [-5, 0, 9, 12, 59, 60, 7_200, 3_600 * 30, 86_400 * 3];
  assert.deepEqual(
    ages.map((seconds) => en.ago(before(seconds), now)),
    ['now', 'now', 'now', '10 sec ago', '50 sec ago', '1 min ago', '2 hr ago', '30 hr ago', '3 days ago'],
  );
  assert.equal(zh.ago(before(3), now), '刚刚');
  assert.equal(zh.ago(before(120), now), '2 分钟前');
});

test('what is to come soon counts in seconds', () => {
  const ahead = [-1, 3, 41, 55, 61, 3_595, 7_200, 3_600 * 30, 86_400 * 2, 86_400 * 3];
  assert.deepEqual(
    ahead.map((seconds) => en.until(before(-seconds), now)),
    [
      'now',
      'in 10 sec',
      'in 50 sec',
      'in 1 min',
      'in 2 min',
      'in 1 hr',
      'in 2 hr',
      'in 30 hr',
      'in 2 days',
      'in 3 days',
    ],
  );
  assert.equal(zh.until(before(1), now), '现在');
  assert.equal(zh.until(before(-86_400 * 2), now), '2 天后');
  assert.equal(zh.ago(before(86_400 * 2), now), '2 天前');
});

test('a duration has two units at most, and is never negative', () => {
  assert.deepEqual(
    [-3, 840, 2_500, 12_000, 185_000, 7_800_000].map((ms) => en.duration(ms)),
    ['0 ms', '840 ms', '2.5 sec', '12 sec', '3 min 5 sec', '2 hr 10 min'],
  );
  assert.deepEqual(
    [6, 3_600, 3_004, 3_000].map((ms) => zh.duration(ms)),
    ['6 毫秒', '3.6 秒', '3.0 秒', '3 秒'],
  );
});

test('sizes, lists and full times read as each language writes them', () => {
  assert.deepEqual([en.bytes(6_900), zh.bytes(6_900), en.bytes(0)], ['6.9 kB', '6.9 KB', '0 byte']);
  assert.deepEqual(
    [en.enumeration(['a', 'b', 'c']), zh.enumeration(['甲', '乙', '丙'])],
    ['a, b, c', '甲、乙、丙'],
  );
  const at = '2026-11-28T08:00:05Z';
  const full = [en.zonedTime(at), zh.zonedTime(at)];
  assert.match(full[0] ?? '', /^Nov 2[78], 2026, \d\d:\d\d:05 \S+/);
  assert.match(full[1] ?? '', /^2026年11月2[78]日 \d\d:\d\d:05 \S+/);
  assert.match(en.fullTime(at), /^Nov 2[78], 2026, \d\d:\d\d:05$/);
  assert.match(zh.fullTime(at), /^2026年11月2[78]日 \d\d:\d\d:05$/);
});

test('a hundred percent is shown only when all is done', () => {
  assert.equal(en.percent(99.99), '99%');
  assert.equal(en.percent(100), '100%');
});

test('a time is told in the zone that is named, and in its own where the browser does not know that zone', () => {
  const formats = new Formats('en');
  assert.equal(formats.time('2026-11-30T06:30:00Z', 'Europe/Berlin'), 'Nov 30, 07:30');
  assert.equal(formats.moment('2026-11-30T06:30:00Z', 'Asia/Tokyo'), 'Mon, Nov 30, 2026, 15:30');
  assert.equal(formats.moment('2026-11-30T06:30:05Z', 'Asia/Tokyo', true), 'Mon, Nov 30, 2026, 15:30:05');
  const at = '2026-11-30T06:30:00Z';
  assert.equal(formats.time(at, 'Nowhere/Land'), formats.time(at));
  assert.deepEqual(formats.zoneNames('Asia/Shanghai'), { offset: 'UTC+8', name: 'China Standard Time' });
  assert.match(formats.exactTime(at), /^Nov \d\d, \d\d:\d\d:00$/);
  assert.deepEqual(zh.zoneNames('Asia/Shanghai'), { offset: 'UTC+8', name: '中国标准时间' });
});

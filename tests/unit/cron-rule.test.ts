import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextRuns, ruleFaults } from '../../src/services/schedules/cron-rule.ts';
import { ruleInWords } from '../../src/services/schedules/rule-in-words.ts';

const FROM = new Date('2027-01-01T00:00:30Z');
const faultyPaths = (cron: string, time_zone = 'UTC') =>
  ruleFaults({ cron, time_zone }, FROM).map(({ path, message }) => `${path} ${message.split(':')[0]}`);

test('rules that will fire are taken, with seconds and by name too', () => {
  for (const cron of [
    '0 9 * * 1-5',
    '*/10 * * * * *',
    '@daily',
    '@hourly',
    '0 0 L * *',
    '0 0 * * FRI#2',
    ' 0 2 * * * ',
  ])
    assert.deepEqual(faultyPaths(cron, 'Europe/Berlin'), [], cron);
});

test('a rule that cannot be read, never fires, is a date or has a year is refused', () => {
  const unread = ['cron must be a cron rule'];
  for (const cron of [
    'every monday',
    '* * * *',
    '61 * * * *',
    '@reboot',
    '@daily 5',
    '0 0 1 1 * 5 2030',
    '2030-01-01T00:00:00',
    '',
  ])
    assert.deepEqual(faultyPaths(cron), unread, cron);
  assert.deepEqual(faultyPaths('0 0 30 2 *'), ['cron never fires']);
});

test('the field at fault is named, with what it takes, in both languages', () => {
  const told = (cron: string) => ruleFaults({ cron }, FROM).map(({ message, zh }) => [message, zh]);
  for (const [cron, en, zh] of [
    ['61 * * * *', 'the minute "61" is not valid; it takes 0–59,', '“分钟”字段的值“61”无效；可以是 0–59、'],
    ['0 25 * * *', 'the hour "25" is not valid; it takes 0–23,', '“小时”字段的值“25”无效；可以是 0–23、'],
    [
      '0 0 * * MONDAY',
      'the weekday "MONDAY" is not valid; it takes 0–7, SUN–SAT,',
      '“星期”字段的值“MONDAY”无效',
    ],
    ['60 * * * * *', 'the second "60" is not valid; it takes 0–59,', '“秒”字段的值“60”无效'],
    ['* * * *', 'this one has 4 fields', '当前有 4 个字段'],
  ] as const) {
    const [one, ...others] = told(cron);
    assert.deepEqual(others, [], cron);
    assert.ok(one?.[0]?.includes(en), `${cron}: ${one?.[0]}`);
    assert.ok(one?.[1]?.includes(zh), `${cron}: ${one?.[1]}`);
  }
  assert.equal(told('61 25 * * *').length, 2);
});

test('a rule that never fires is told together with an unknown time zone', () => {
  assert.deepEqual(
    ruleFaults({ cron: '0 0 30 2 *', time_zone: 'Mars/Base' }, FROM).map(({ path }) => path),
    ['cron', 'time_zone'],
  );
});

test('a time zone is a name of the tz database', () => {
  for (const zone of ['Mars/Base', '+02:00', '', 'UTC; DROP'])
    assert.deepEqual(
      faultyPaths('@daily', zone),
      ['time_zone must be a time zone such as Europe/Berlin or Asia/Shanghai'],
      zone,
    );
  assert.deepEqual(faultyPaths('nonsense', 'nowhere').length, 2);
});

test('the next times, over a change of the clocks', () => {
  assert.deepEqual(
    nextRuns({ cron: '30 2 * * *', time_zone: 'Europe/Berlin' }, new Date('2027-03-27T12:00:00Z'), 3),
    ['2027-03-28T01:00:00.000Z', '2027-03-29T00:30:00.000Z', '2027-03-30T00:30:00.000Z'],
  );
  assert.deepEqual(nextRuns({ cron: '0 0 29 2 *', time_zone: 'UTC' }, FROM, 2), [
    '2028-02-29T00:00:00.000Z',
    '2032-02-29T00:00:00.000Z',
  ]);
});

test('a rule in plain words, in English and Chinese', async () => {
  const words = {
    '30 2 * * *': ['Every day at 02:30', '每天 02:30'],
    '@daily': ['Every day at 00:00', '每天 00:00'],
    '0 8,20 * * *': ['Every day at 08:00 and 20:00', '每天 08:00 和 20:00'],
    '15 10-12 * * *': ['Every day at 10:15, 11:15 and 12:15', '每天 10:15、11:15 和 12:15'],
    '0 9 * * 1-5': ['At 09:00, Monday through Friday', '周一至周五 09:00'],
    '0 8 * * 1': ['At 08:00, only on Monday', '每周一 08:00'],
    '0 9 * * 1,3': ['At 09:00, only on Monday and Wednesday', '每周一和周三 09:00'],
    '0 9 * * 1-5/2': ['At 09:00, only on Monday, Wednesday, and Friday', '每周一、周三和周五 09:00'],
    '0 9 * * */3': ['At 09:00, only on Sunday, Wednesday, and Saturday', '每周日、周三和周六 09:00'],
    '*/15 * * * *': ['Every 15 minutes', '每 15 分钟'],
    '0 */2 * * *': ['On the hour, every 2 hours', '每 2 小时（整点）'],
    '0 1/3 * * *': ['On the hour, every 3 hours, starting at 01:00', '每天从 01:00 起每 3 小时（整点）'],
    '30 */2 * * *': ['At 30 minutes past the hour, every 2 hours', '每 2 小时的第 30 分钟'],
    '*/5 */2 * * *': ['Every 5 minutes, every 2 hours', '每 5 分钟（每 2 小时中的第一个小时）'],
    '15,45 * * * *': ['At 15 and 45 minutes past the hour', '每小时的第 15 和 45 分钟'],
    '0 9-17 * * 1-5': [
      'Every hour, between 09:00 and 17:00, Monday through Friday',
      '周一至周五，09:00 至 17:00，每小时',
    ],
    '0 0 31 * *': ['At 00:00, on day 31 of the month', '每月 31 号 00:00'],
    '0 0 1,2,15 * *': ['At 00:00, on day 1, 2, and 15 of the month', '每月 1 号、2 号和 15 号 00:00'],
    '0 0 * * 5#2': ['At 00:00, on the second Friday of the month', '每月的第二个周五 00:00'],
    '0 0 * * FRI#L': ['At 00:00, on the last Friday of the month', '每月的最后一个周五 00:00'],
    '0 0 1 1 *': ['At 00:00, on day 1 of the month, only in January', '每年 1 月 1 日 00:00'],
    '0 0 29 2 *': ['At 00:00, on day 29 of the month, only in February', '每年 2 月 29 日 00:00'],
    '0 0 L 2 *': ['At 00:00, on the last day of the month, only in February', '每年 2 月的最后一天 00:00'],
    '0 0 1 1,4,10 *': [
      'At 00:00, on day 1 of the month, only in January, April, and October',
      '每年 1 月、4 月和 10 月，每月 1 号 00:00',
    ],
    '0 0 * 6 *': ['At 00:00, only in June', '每年 6 月每天 00:00'],
    '30 8 * 1-3 1-5': [
      'At 08:30, Monday through Friday, January through March',
      '每年 1 至 3 月，周一至周五 08:30',
    ],
    '*/5 8-18 * JAN *': [
      'Every 5 minutes, between 08:00 and 18:59, only in January',
      '每年 1 月，08:00 至 18:59，每 5 分钟',
    ],
    '30 15 9,10 * * *': [
      'At 30 seconds past the minute, at 15 minutes past the hour, at 09:00 and 10:00',
      '每小时的第 15 分钟，09:00 和 10:00 起的一小时内，每分钟的第 30 秒',
    ],
    '0 0 13 * 5': ['At 00:00, on day 13 of the month or on Friday', '每月 13 号或每周五 00:00'],
    '30 7 1,15 * 1-5': [
      'At 07:30, on day 1 and 15 of the month or on Monday through Friday',
      '每月 1 号和 15 号或周一至周五 07:30',
    ],
    '*/7 * * * *': ['Every 7 minutes from minute 0 of each hour', '每小时从第 0 分钟起每 7 分钟'],
    '0 0 */2 * *': ['At 00:00, every 2 days from day 1 of each month', '每月从 1 号起每隔一天 00:00'],
    '0 0 */3 * *': ['At 00:00, every 3 days from day 1 of each month', '每月从 1 号起每 3 天 00:00'],
    '0 0,12 1 */2 *': [
      'At 00:00 and 12:00, on day 1 of the month, every 2 months',
      '每 2 个月的 1 号 00:00 和 12:00',
    ],
    '0 4 8-14 * *': ['At 04:00, between day 8 and 14 of the month', '每月 8 号至 14 号 04:00'],
    '30 8 * * 6,0': ['At 08:30, only on Sunday and Saturday', '每周日和周六 08:30'],
    '0 0 1 * +1': ['By the rule 0 0 1 * +1', '按规则 0 0 1 * +1'],
  };
  for (const [cron, [en, zh]] of Object.entries(words))
    assert.deepEqual(await ruleInWords(cron), { en, zh }, cron);
});

test('names in capitals and tabs between fields are taken, and said in the same words', async () => {
  for (const [odd, plain] of [
    ['@DAILY', '@daily'],
    ['@Weekly', '@weekly'],
    ['0\t2\t*\t*\t*', '0 2 * * *'],
    [' 0  2 * * mon ', '0 2 * * MON'],
  ] as const) {
    assert.deepEqual(faultyPaths(odd), [], odd);
    assert.deepEqual(await ruleInWords(odd), await ruleInWords(plain), odd);
  }
});

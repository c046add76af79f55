/** Turns the description of a cron rule by the library into correct and natural words. */

export interface RuleParts {
  second: string;
  minute: string;
  hour: string;
  day: string;
  month: string;
  weekday: string;
}

/** Null for a name such as @daily. */
export function partsOf(cron: string): RuleParts | null {
  const fields = cron.split(' ');
  if (fields.length === 5) fields.unshift('0');
  if (fields.length !== 6) return null;
  const [second = '', minute = '', hour = '', day = '', month = '', weekday = ''] = fields;
  return { second, minute, hour, day, month, weekday };
}

/** If a day of the month and a weekday are given, cron accepts days that match either of them. */
export const eitherDay = ({ day, weekday }: RuleParts): boolean => day !== '*' && weekday !== '*';

/** Whether the last step of a field (`*` + `/7`) is shorter, because the next hour, day or month begins. */
function isUneven(field: string, among: number): boolean {
  const step = Number(/^\*\/(\d+)$/.exec(field)?.[1] ?? 1);
  return among % step !== 0;
}

/** Months have different lengths, so that every step of days starts over. */
const startsOver = (field: string): boolean => /^\*\/(?!1$)\d+$/.test(field);

const TIME_ALONE = /^At (\d\d:\d\d(?::\d\d)?)$/;

/** `weekdays` are words for a rule that fires each minute of the same weekdays, if the rule takes days of the month or weekdays. */
export function ruleInEnglish(text: string, rule: RuleParts | null, weekdays?: string): string {
  if (!rule) return text.replace(TIME_ALONE, 'Every day at $1');
  let words = text.replace(TIME_ALONE, 'Every day at $1');
  if (weekdays) {
    const named = weekdays.replace(/^Every minute, /, '').replace(/^only on /, 'on ');
    const either = named.startsWith('on ') ? named : `on ${named}`;
    words = words.replace(`, and ${named}`, ` or ${either}`).replace(`, ${named}`, ` or ${either}`);
  }
  if (isUneven(rule.second, 60)) words = words.replace(/(\d+ seconds)/, '$1 from second 0 of each minute');
  if (isUneven(rule.minute, 60)) words = words.replace(/(\d+ minutes)/, '$1 from minute 0 of each hour');
  if (isUneven(rule.hour, 24)) words = words.replace(/(\d+ hours)/, '$1 from 00:00 each day');
  if (startsOver(rule.day)) words = words.replace(/(\d+ days) in a month/, '$1 from day 1 of each month');
  if (isUneven(rule.month, 12)) words = words.replace(/(\d+ months)/, '$1 from January each year');
  return words;
}

const CLOCK_TIMES = /^在\s*(\d\d:\d\d(?::\d\d)?(?:(?:、| 和 )\d\d:\d\d(?::\d\d)?)*)$/;

/** In Chinese, months come first, then days, then the time; commas are Chinese commas. */
export function ruleInChinese(text: string, rule: RuleParts | null, either: boolean): string {
  const parts = text.replaceAll('每隔', '每').split(', ');
  const [first = '', ...rest] = parts.map((part) => fromTheStart(tidy(part), rule));
  const month = rest.find((part) => part.startsWith('仅于') || part.endsWith('个月'));
  const days = daysInChinese(
    rest.filter((part) => part !== month),
    either,
  );
  const when = month === undefined ? days : inMonth(days, month);
  const times = CLOCK_TIMES.exec(first)?.[1];
  const words =
    times === undefined
      ? [first, when].filter((part) => part !== '').join('，')
      : `${when || '每天'} ${times}`;
  // The same names of weekdays as in the console.
  return words.replaceAll('星期', '周');
}

/** Removes the spaces that the library leaves between Chinese words. */
const tidy = (part: string): string =>
  part
    .trim()
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/(\p{Script=Han}) (?=\p{Script=Han})/gu, '$1')
    .replace(/的 (?=\d)/, ' ')
    .replace(/号之间$/, '号')
    .replace(/^[限仅](?=[星每])/, '');

/** `either`: the last part names weekdays, and a day need fit only one of the parts. */
function daysInChinese(parts: string[], either: boolean): string {
  const weekdays = either
    ? parts.findIndex((part) => /^(或者为|和|限)?(星期|每月的)/.test(part) && part !== parts[0])
    : -1;
  if (weekdays < 1) return parts.join('，');
  const named = parts
    .slice(weekdays)
    .join('、')
    .replace(/^(或者为|和|限)/, '');
  return `${parts.slice(0, weekdays).join('，')}或${named}`;
}

function inMonth(days: string, month: string): string {
  const named = month.startsWith('仅于') ? `每年${month.slice(2).replaceAll('月份', '月')}` : month;
  if (days === '') return `${named}每天`;
  // A range of hours or minutes is no day of these months.
  if (days.startsWith('在')) return `${named}，${days}`;
  return `${named}的${days.replace(/^每月的?/, '')}`;
}

/** Steps that start over with the next minute, hour, day, month or year say where they begin. */
function fromTheStart(part: string, rule: RuleParts | null): string {
  if (!rule) return part;
  if (isUneven(rule.second, 60)) part = part.replace(/每 (\d+) 秒/, '每分钟从第 0 秒起每 $1 秒');
  if (isUneven(rule.minute, 60)) part = part.replace(/每 (\d+) 分钟/, '每小时从第 0 分钟起每 $1 分钟');
  if (isUneven(rule.hour, 24)) part = part.replace(/每 (\d+) 小时/, '每天从 00:00 起每 $1 小时');
  if (startsOver(rule.day)) part = part.replace(/每 (\d+) 天/, '每月从 1 号起每 $1 天');
  if (isUneven(rule.month, 12)) part = part.replace(/每 (\d+) 个月/, '每年从一月起每 $1 个月');
  return part;
}

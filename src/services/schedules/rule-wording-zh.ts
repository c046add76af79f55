/** Turns the Chinese description of a cron rule by the library into correct and natural words. */
import { isUneven, type RuleParts, startsOver } from './rule-wording.ts';

const CLOCK = String.raw`\d\d:\d\d(?::\d\d)?`;
const CLOCK_TIMES = new RegExp(`^在\\s*(${CLOCK}(?:(?:、|\\s*和 )${CLOCK})*)$`);
const CLOCK_RANGE = new RegExp(`^在\\s*(${CLOCK}) 和 (${CLOCK}) 之间$`);
const IN_THE_HOUR = /^在整点后的(第 .* 分钟)$/;
const CLOCK_START = new RegExp(`^在\\s*(${CLOCK})开始$`);
const MONTHS = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二'];
/** Lists in the library's Chinese have English commas, as its parts have. Only neighbours of one kind are a list. */
const NEIGHBOURS = [
  '星期[一二三四五六日]',
  '[一二三四五六七八九十]+月',
  String.raw`\d+ 号`,
  String.raw`\d\d:\d\d`,
  String.raw`第?\s*\d+`,
];

/** Months come first, then days, then the time. `either`: the rule takes days of the month or weekdays. */
export function ruleInChinese(text: string, rule: RuleParts | null, either: boolean): string {
  const [first = '', ...rest] = withLists(text.replaceAll('每隔', '每'))
    .split(', ')
    .map((part) => fromTheStart(tidy(part), rule));
  const { month, ranges, hours, start, days } = kindsOf(rest);
  const when = datesInChinese(daysInChinese(days, either), month);
  const times = CLOCK_TIMES.exec(first)?.[1];
  const words =
    times === undefined
      ? [when, ...ranges, withinHours(first, hours, start)].filter((part) => part !== '').join('，')
      : `${days.length > 0 || month.endsWith('每天') ? when : `${when}每天`} ${times}`;
  // The same names of weekdays as in the console.
  return words.replaceAll('星期', '周');
}

function withLists(text: string): string {
  for (const kind of NEIGHBOURS)
    text = text
      .replaceAll(new RegExp(`(?<=${kind}), +和 +(?=${kind})`, 'g'), ' 和 ')
      .replaceAll(new RegExp(`(?<=${kind}), +(?=${kind})`, 'g'), '、');
  return text;
}

/** Removes the spaces that the library leaves between Chinese words. */
const tidy = (part: string): string =>
  part
    .trim()
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/(\p{Script=Han}) (?=\p{Script=Han})/gu, '$1')
    .replace(/的 (?=\d)/, ' ')
    .replace(/号之间$/, '号')
    .replace(/第(\d+)天$/, '第 $1 天')
    .replaceAll(/ (和|至) ?(?=\d+ 号)/g, '$1 ')
    .replace(/^[限仅](?=[星每])/, '');

interface Kinds {
  month: string;
  /** Hours of the day in which the rest takes place. */
  ranges: string[];
  /** Every so many hours. */
  hours: string;
  /** The hour with which these begin. */
  start: string;
  days: string[];
}

function kindsOf(parts: string[]): Kinds {
  const kinds: Kinds = { month: '', ranges: [], hours: '', start: '', days: [] };
  for (const part of parts) {
    const [, from, to] = CLOCK_RANGE.exec(part) ?? [];
    const within = CLOCK_TIMES.exec(part)?.[1];
    if (/^(仅于|[一二三四五六七八九十]+月)|个月$/.test(part)) kinds.month = monthsInChinese(part);
    else if (from && to) kinds.ranges.push(`${from} 至 ${to}`);
    else if (within) kinds.ranges.push(`${within} 起的一小时内`);
    else if (/^在\s*\d\d:\d\d至/.test(part)) kinds.ranges.push(part.slice(1).trim().replaceAll('至', ' 至 '));
    else if (CLOCK_START.test(part)) kinds.start = CLOCK_START.exec(part)?.[1] ?? '';
    else if (part.endsWith('小时')) kinds.hours = part;
    else if (IN_THE_HOUR.test(part)) kinds.ranges.push(`每小时的${IN_THE_HOUR.exec(part)?.[1]}`);
    else kinds.days.push(part);
  }
  return kinds;
}

/** `hours` has steps of hours, or is empty. */
function withinHours(first: string, hours: string, start: string): string {
  const every = start === '' ? hours : `每天从 ${start} 起${hours.replace(/^每天从 \d\d:\d\d 起/, '')}`;
  const minutes = IN_THE_HOUR.exec(first)?.[1];
  if (minutes) return `${every || '每小时'}的${minutes}`;
  if (every === '') return first.replace(/^在一分钟后的(?=第)/, '每分钟的');
  if (first === '整点') return `${every}（整点）`;
  return `${first}（${every}中的第一个小时）`;
}

/** `either`: the last part names weekdays, and a day need fit only one of the parts. */
function daysInChinese(parts: string[], either: boolean): string {
  const named = withStart(parts).map((part) => part.replace(/^(?=星期.(?!至))/, '每'));
  const weekdays = either
    ? named.findIndex((part, at) => at > 0 && /^(或者为|和|限)?(每?星期|每月的)/.test(part))
    : -1;
  if (weekdays < 1) return named.join('，');
  const others = named
    .slice(weekdays)
    .join('、')
    .replace(/^(或者为|和|限)/, '')
    .replace(/^(?=星期.(?!至))/, '每');
  return `${named.slice(0, weekdays).join('，')}或${others}`;
}

/** “Every 2 days” and “beginning with day 3” are one part. */
function withStart(parts: string[]): string[] {
  const start = parts.map((part) => /^每月 (\d+ 号)开始$/.exec(part)?.[1]).find(Boolean);
  if (start === undefined) return parts;
  const others = parts.filter((part) => !part.endsWith('号开始'));
  return others.map((part) =>
    part.replace(/^每 (\d+) 天$/, (_, count) => `每月从 ${start}起${everyDays(count)}`),
  );
}

const everyDays = (count: string): string => (count === '2' ? '每隔一天' : `每 ${count} 天`);

/** With numbers, as in a calendar. */
const monthsInChinese = (part: string): string =>
  part
    .replace(/^仅于/, '')
    .replaceAll(/([一二三四五六七八九十]+)月份?/g, (_, name) => `${MONTHS.indexOf(name) + 1} 月`)
    .replaceAll(/(\d+) 月至(?=\d)/g, '$1 至 ')
    .replaceAll(/ ?和 ?(?=\d)/g, '和 ');

function datesInChinese(days: string, month: string): string {
  if (month === '') return days;
  if (month.endsWith('个月'))
    return days === '' ? `${month}每天` : `${month}的${days.replace(/^每月的?/, '')}`;
  const year = `每年 ${month}`;
  if (days === '') return year;
  const one = /^\d+ 月$/.test(month);
  if (!one || !days.startsWith('每月')) return `${year}，${days}`;
  if (days.includes('或')) return `${year}的 ${days.replace(/^每月的? ?/, '')}`;
  return /^每月 /.test(days)
    ? `${year}${days.slice('每月'.length).replaceAll('号', '日')}`
    : `${year}${days.slice('每月'.length)}`;
}

/** Steps that start over with the next minute, hour, day, month or year say where they begin. */
function fromTheStart(part: string, rule: RuleParts | null): string {
  if (!rule) return part;
  if (isUneven(rule.second, 60)) part = part.replace(/每 (\d+) 秒/, '每分钟从第 0 秒起每 $1 秒');
  if (isUneven(rule.minute, 60)) part = part.replace(/每 (\d+) 分钟/, '每小时从第 0 分钟起每 $1 分钟');
  if (isUneven(rule.hour, 24)) part = part.replace(/每 (\d+) 小时/, '每天从 00:00 起每 $1 小时');
  if (startsOver(rule.day))
    part = part.replace(/每 (\d+) 天/, (_, count) => `每月从 1 号起${everyDays(count)}`);
  if (isUneven(rule.month, 12)) part = part.replace(/每 (\d+) 个月/, '每年从 1 月起每 $1 个月');
  return part;
}

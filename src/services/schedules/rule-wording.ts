/** Turns the English description of a cron rule by the library into correct and natural words. */

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
export function isUneven(field: string, among: number): boolean {
  const step = Number(/^\*\/(\d+)$/.exec(field)?.[1] ?? 1);
  return among % step !== 0;
}

/** Months have different lengths, so that every step of days starts over. */
export const startsOver = (field: string): boolean => /^\*\/(?!1$)\d+$/.test(field);

const TIME_ALONE = /^At (\d\d:\d\d(?::\d\d)?(?:(?:, | and )\d\d:\d\d(?::\d\d)?)*)$/;

/** Times of so many hours in a row are named one by one. */
const MOST_NAMED = 4;
const DAYS_OF_WEEK = 7;

/** The same rule, written so that the library names its times and its weekdays. */
export function spelledOut(cron: string): string {
  const fields = cron.split(' ');
  const [weekday = '', , , hour = '', minute = ''] = fields.toReversed();
  const [, from, to] = /^(\d{1,2})-(\d{1,2})$/.exec(hour) ?? [];
  if (fields.length < 5 || from === undefined || to === undefined) return withWeekdays(fields, weekday);
  const count = Number(to) - Number(from) + 1;
  // Full hours have words of their own.
  if (/^\d{1,2}$/.test(minute) && Number(minute) > 0 && count > 1 && count <= MOST_NAMED)
    fields[fields.length - 4] = Array.from({ length: count }, (_, at) => Number(from) + at).join(',');
  return withWeekdays(fields, weekday);
}

/** Steps of weekdays as the weekdays: the library does not say with which one they begin. */
function withWeekdays(fields: string[], weekday: string): string {
  const [, range, from, to, step] = /^(\*|([0-7])-([0-7]))\/([1-6])$/.exec(weekday) ?? [];
  if (range === undefined || fields.length < 5) return fields.join(' ');
  const first = Number(from ?? 0);
  const last = Number(to ?? DAYS_OF_WEEK - 1);
  const named = Array.from({ length: DAYS_OF_WEEK + 1 }, (_, at) => first + at * Number(step));
  return [...fields.slice(0, -1), named.filter((day) => day <= last).join(',')].join(' ');
}

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

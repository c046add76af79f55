/** What people type for a time or a day, in the form that is kept: hours count to 24, days begin with the year. Null for anything else. */

import { halfWidth } from '../../formats/half-width.ts';

const two = (number: number): string => String(number).padStart(2, '0');

const TIME = /^(上午|下午)?\s*(\d{1,2})(?:[:h时点]?(\d{2})|[时点])?分?\s*(am|pm)?$/i;
const DAY = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/;

/** "7:30", "0730", "7.30", "7:30 pm", "7点30分" and "下午7点半" as `07:30` or `19:30`. */
export function readTime(text: string): string | null {
  const plain = halfWidth(text)
    .trim()
    .replace(/\./g, ':')
    .replace(/([时点])半$/, '$130');
  const [, day_half, hour, minute = '00', am_pm] = TIME.exec(plain) ?? [];
  if (hour === undefined) return null;
  const half = am_pm?.toLowerCase() ?? (day_half && (day_half === '下午' ? 'pm' : 'am'));
  const hours = half ? (Number(hour) % 12) + (half === 'pm' ? 12 : 0) : Number(hour);
  if (hours > 23 || Number(minute) > 59 || (half && Number(hour) > 12)) return null;
  return `${two(hours)}:${minute}`;
}

/** "2026-1-5", "2026/01/05" and "2026年1月5日" as `2026-01-05`, if there is such a day. */
export function readDay(text: string): string | null {
  const [, year, month, day] = DAY.exec(halfWidth(text).trim()) ?? [];
  if (year === undefined) return null;
  const read = `${year}-${two(Number(month))}-${two(Number(day))}`;
  const at = new Date(`${read}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(read) ? read : null;
}

/** The rules that are built by choosing; every other rule is written as cron. */
export const KINDS = ['minutes', 'hourly', 'daily', 'weekdays', 'weekly', 'monthly', 'own'] as const;
export type Kind = (typeof KINDS)[number];

/** The choices that make a rule; each kind of rule uses some of them. */
export interface Shape {
  kind: Kind;
  /** Minutes between two times. */
  every: number;
  minute: number;
  /** `08:00` */
  time: string;
  /** 0 is Sunday. */
  days: readonly number[];
  /** Day of the month, 1 to 31; `L` is the last day. */
  day: string;
}

export const STEPS = [5, 10, 15, 20, 30] as const;

const START: Shape = { kind: 'own', every: 15, minute: 0, time: '08:00', days: [1], day: '1' };

const two = (number: string) => number.padStart(2, '0');

/** Converts a cron rule into the choices that make it. */
export function shapeOf(cron: string): Shape {
  const fields = cron.trim().split(/\s+/);
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = fields;
  const own = { ...START, time: timeOf(minute, hour) ?? START.time };
  if (fields.length !== 5 || month !== '*') return own;
  const every = STEPS.find((step) => minute === `*/${step}`);
  if (every && hour === '*' && day === '*' && weekday === '*') return { ...own, kind: 'minutes', every };
  if (!isNumber(minute, 59)) return own;
  if (hour === '*' && day === '*' && weekday === '*')
    return { ...own, kind: 'hourly', minute: Number(minute) };
  if (!isNumber(hour, 23)) return own;
  if (day === '*') return { ...own, ...weekdaysOf(weekday) };
  const listed = day === 'L' || (isNumber(day, 31) && Number(day) > 0);
  return listed && weekday === '*'
    ? { ...own, kind: 'monthly', day: day === 'L' ? day : `${Number(day)}` }
    : own;
}

/** The cron rule for these choices; `before` if the rule is written by hand. */
export function cronOf({ kind, every, minute, time, days, day }: Shape, before: string): string {
  const [hour = '0', minutes = '0'] = time.split(':');
  const at = `${Number(minutes)} ${Number(hour)}`;
  const rules: Record<Kind, string> = {
    minutes: `*/${every} * * * *`,
    hourly: `${minute} * * * *`,
    daily: `${at} * * *`,
    weekdays: `${at} * * 1-5`,
    weekly: `${at} * * ${[...days].sort().join(',')}`,
    monthly: `${at} ${day} * *`,
    own: before,
  };
  return rules[kind];
}

const isNumber = (text: string, most: number): boolean => /^\d{1,2}$/.test(text) && Number(text) <= most;

const timeOf = (minute: string, hour: string): string | null =>
  isNumber(minute, 59) && isNumber(hour, 23) ? `${two(hour)}:${two(minute)}` : null;

function weekdaysOf(field: string): Partial<Shape> {
  if (field === '*') return { kind: 'daily' };
  if (field === '1-5') return { kind: 'weekdays' };
  if (!/^[0-7](,[0-7])*$/.test(field)) return {};
  return { kind: 'weekly', days: [...new Set(field.split(',').map((day) => Number(day) % 7))] };
}

import type { Language } from '../words/language.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Intl writes "2分钟前"; the words of the console have a space between digits and characters. */
const apart = (text: string): string => text.replace(/(\d)(?=\p{Script=Han})/gu, '$1 ');

const TIME: Intl.DateTimeFormatOptions = {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
};
const MOMENT: Intl.DateTimeFormatOptions = { weekday: 'short', year: 'numeric', ...TIME };

/** An old browser may not know a time zone of the server. Times are then shown in the browser's own zone. */
function isKnownZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    // `Intl` offers no other way to check than trying.
    return false;
  }
}

/** How a language writes numbers, times and sizes. Times are shown in the browser's time zone, unless another one is named. */
export class Formats {
  readonly #numbers: Intl.NumberFormat;
  readonly #percents: Intl.NumberFormat;
  readonly #times: Intl.DateTimeFormat;
  readonly #zone: Intl.DateTimeFormat;
  readonly #moments: Intl.DateTimeFormat;
  readonly #exact_times: Intl.DateTimeFormat;
  readonly #in_zone: (iso: string, zone: string, options: Intl.DateTimeFormatOptions) => string;
  readonly #zone_names = new Map<string, { offset: string; name: string }>();
  readonly #named_zone: (zone: string, style: 'long' | 'shortOffset') => Intl.DateTimeFormat;
  readonly #enumerations: Intl.ListFormat;
  readonly #between: string;
  readonly #kilobyte: string;
  readonly #days: Intl.DateTimeFormat;
  readonly #clock: Intl.DateTimeFormat;
  readonly #minutes: Intl.DateTimeFormat;
  readonly #month_days: Intl.DateTimeFormat;
  readonly #lists: Intl.ListFormat;
  readonly #now: string;
  readonly #just_now: string;
  readonly #relative: (value: number, unit: Intl.RelativeTimeFormatUnit) => string;
  readonly #unit: (unit: string, value: number, digits?: number, least?: number) => string;

  constructor(language: Language) {
    const locale = language === 'zh' ? 'zh-CN' : 'en';
    this.#numbers = new Intl.NumberFormat(locale);
    this.#percents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
    this.#times = new Intl.DateTimeFormat(locale, TIME);
    this.#zone = new Intl.DateTimeFormat(locale, { timeZoneName: 'short' });
    this.#exact_times = new Intl.DateTimeFormat(locale, { ...TIME, second: '2-digit' });
    this.#moments = new Intl.DateTimeFormat(locale, MOMENT);
    this.#in_zone = (iso, zone, options) =>
      new Intl.DateTimeFormat(locale, { ...options, ...(isKnownZone(zone) && { timeZone: zone }) }).format(
        new Date(iso),
      );
    this.#named_zone = (timeZone, timeZoneName) =>
      new Intl.DateTimeFormat(locale, { timeZone, timeZoneName });
    this.#enumerations = new Intl.ListFormat(locale, { type: 'conjunction', style: 'narrow' });
    this.#between = language === 'zh' ? ' ' : ', ';
    // Chinese writes all units of sizes with capitals.
    this.#kilobyte = language === 'zh' ? 'KB' : 'kB';
    this.#days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
    this.#clock = new Intl.DateTimeFormat(locale, {
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    });
    this.#minutes = new Intl.DateTimeFormat(locale, {
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    this.#month_days = new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric' });
    this.#lists = new Intl.ListFormat(locale, { type: 'conjunction' });
    const now = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(0, 'second');
    this.#now = now;
    this.#just_now = language === 'zh' ? '刚刚' : now;
    // Always a number: what is 30 hours away may be tomorrow or the day after.
    const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'always', style: 'short' });
    // English shortens with a full stop, which looks like the end of a sentence: "2 min. ago".
    this.#relative = (value, unit) => apart(relative.format(value, unit).replace('.', ''));
    this.#unit = (unit, value, digits = 0, least = 0) =>
      apart(
        new Intl.NumberFormat(locale, {
          style: 'unit',
          unit,
          maximumFractionDigits: digits,
          minimumFractionDigits: least,
        }).format(value),
      );
  }

  number(value: number): string {
    return this.#numbers.format(value);
  }

  /** Formats 0 to 100. Rounds down, so that 100 % means completely done. */
  percent(value: number): string {
    return this.#percents.format(Math.floor(value) / 100);
  }

  time(iso: string, zone?: string): string {
    return zone ? this.#in_zone(iso, zone, TIME) : this.#times.format(new Date(iso));
  }

  /** To the second, where the order counts. */
  exactTime(iso: string): string {
    return this.#exact_times.format(new Date(iso));
  }

  /** The reader's time zone in short: "UTC", "UTC+1". */
  zone(at = new Date()): string {
    const zone = this.#zone.formatToParts(at).find(({ type }) => type === 'timeZoneName');
    return zone?.value.replace('GMT', 'UTC') ?? '';
  }

  clock(iso: string): string {
    return this.#clock.format(new Date(iso));
  }

  /** "14:05". */
  minute(iso: string): string {
    return this.#minutes.format(new Date(iso));
  }

  monthDay(iso: string): string {
    return this.#month_days.format(new Date(iso));
  }

  day(iso: string): string {
    return this.#days.format(new Date(iso));
  }

  /** With year and seconds: for what a person looks up. */
  fullTime(iso: string): string {
    return `${this.day(iso)}${this.#between}${this.clock(iso)}`;
  }

  /** With the reader's zone too: for tooltips. */
  zonedTime(iso: string): string {
    return `${this.fullTime(iso)} ${this.zone(new Date(iso))}`.trim();
  }

  /** With weekday and year: for what is still to come. With seconds where they tell it from others. */
  moment(iso: string, zone?: string, exact = false): string {
    if (!zone) return this.#moments.format(new Date(iso));
    return this.#in_zone(iso, zone, exact ? { ...MOMENT, second: '2-digit' } : MOMENT);
  }

  /** What people choose a zone that the browser knows for, and what they call it: "UTC+1", "Central European Standard Time". */
  zoneNames(zone: string): { offset: string; name: string } {
    const known = this.#zone_names.get(zone);
    if (known !== undefined) return known;
    const [long = '', offset = ''] = (['long', 'shortOffset'] as const).map(
      (style) =>
        this.#named_zone(zone, style)
          .formatToParts()
          .find(({ type }) => type === 'timeZoneName')?.value,
    );
    // A zone without a name of its own has its offset for one.
    const names = { offset: offset.replace('GMT', 'UTC'), name: long.startsWith('GMT') ? '' : long };
    this.#zone_names.set(zone, names);
    return names;
  }

  /** "One, Two, Three": for a cell of a table. */
  enumeration(words: readonly string[]): string {
    return this.#enumerations.format(words);
  }

  /** "now", "40 sec ago", "2 min ago", "30 hr ago", "3 days ago". A clock that is ahead of ours never gives a negative age. */
  ago(iso: string, now: number): string {
    const age = Math.max(0, now - Date.parse(iso));
    if (age < 10 * SECOND) return this.#just_now;
    if (age < MINUTE) return this.#relative(-Math.floor(age / SECOND / 10) * 10, 'second');
    if (age < HOUR) return this.#relative(-Math.floor(age / MINUTE), 'minute');
    if (age < 2 * DAY) return this.#relative(-Math.floor(age / HOUR), 'hour');
    if (age < 30 * DAY) return this.#relative(-Math.floor(age / DAY), 'day');
    return this.day(iso);
  }

  /** "in 40 sec", "in 2 min", "in 30 hr", "in 3 days"; "now" for a time that has come. */
  until(iso: string, now: number): string {
    const left = Date.parse(iso) - now;
    if (left <= 0) return this.#now;
    const seconds = Math.ceil(left / SECOND / 10) * 10;
    if (seconds < 60) return this.#relative(seconds, 'second');
    const minutes = Math.ceil(left / MINUTE);
    if (minutes < 60) return this.#relative(minutes, 'minute');
    const hours = Math.round(left / HOUR);
    return hours < 48 ? this.#relative(hours, 'hour') : this.#relative(Math.round(left / DAY), 'day');
  }

  /** "840 ms", "12 sec", "3 min 5 sec", "2 hr 10 min", as in "12 sec ago". */
  duration(ms: number): string {
    const span = Math.max(0, ms);
    if (span < SECOND) return this.#unit('millisecond', span);
    // A measured time keeps its digit beside others ("3.0 sec", "6.6 sec"); a time that was set is whole.
    if (span < 10 * SECOND) return this.#unit('second', span / SECOND, 1, span % SECOND === 0 ? 0 : 1);
    if (span < MINUTE) return this.#unit('second', span / SECOND);
    const [big, small, size, part] =
      span < HOUR
        ? (['minute', 'second', MINUTE, SECOND] as const)
        : (['hour', 'minute', HOUR, MINUTE] as const);
    const rest = Math.floor((span % size) / part);
    const first = this.#unit(big, Math.floor(span / size));
    return rest === 0 ? first : `${first} ${this.#unit(small, rest)}`;
  }

  /** "a, b and c". */
  list(words: readonly string[]): string {
    return this.#lists.format(words);
  }

  bytes(count: number): string {
    const steps = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];
    const step = count < 1 ? 0 : Math.min(steps.length - 1, Math.floor(Math.log10(count) / 3));
    const said = this.#unit(steps[step] as string, count / 1_000 ** step, step === 0 ? 0 : 1);
    return said.replace('kB', this.#kilobyte);
  }
}

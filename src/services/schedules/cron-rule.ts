import { Cron } from 'croner';
import type { Schedule } from '../../data/contracts/index.ts';
import type { FaultDetail } from '../../errors.ts';

export type Rule = Pick<Schedule, 'cron' | 'time_zone'>;

/**
 * The first time after `from` at which the rule is due, ISO; null if there is none. If daylight saving time skips the time, the first
 * valid time after it is used; in an hour that occurs twice, a rule with a fixed hour fires the first time. Throws on an invalid rule.
 */
export function nextRun({ cron, time_zone }: Rule, from: Date): string | null {
  const rule = new Cron(cron, { timezone: time_zone, paused: true });
  return rule.nextRun(from)?.toISOString() ?? null;
}

/** The next times, at most `count`, each later than the one before. Throws on a rule that cannot be read. */
export function nextRuns(rule: Rule, from: Date, count: number): string[] {
  const times: string[] = [];
  for (let next = nextRun(rule, from); next && times.length < count; next = nextRun(rule, new Date(next)))
    times.push(next);
  return times;
}

/** The faults of the given parts of a rule; empty if it will fire. */
export function ruleFaults({ cron, time_zone = 'UTC' }: Partial<Rule>, from: Date): FaultDetail[] {
  const faults = [...(cron === undefined ? [] : cronFaults(cron)), ...zoneFaults(time_zone)];
  if (cron === undefined || faults.some(({ path }) => path === 'cron')) return faults;
  // No time zone makes a rule fire that fires in no other.
  const known = faults.length > 0 ? 'UTC' : time_zone;
  if (nextRun({ cron, time_zone: known }, from) !== null) return faults;
  return [{ path: 'cron', message: 'never fires', zh: '永远不会运行' }, ...faults];
}

/** The fields in their order. A rule of five fields leaves out the first. */
const FIELDS = [
  { en: 'second', zh: '秒', takes: '0–59' },
  { en: 'minute', zh: '分钟', takes: '0–59' },
  { en: 'hour', zh: '小时', takes: '0–23' },
  { en: 'day of the month', zh: '日', takes: '1–31, L', taken: '1–31、L' },
  { en: 'month', zh: '月', takes: '1–12, JAN–DEC', taken: '1–12、JAN–DEC' },
  { en: 'weekday', zh: '星期', takes: '0–7, SUN–SAT', taken: '0–7、SUN–SAT' },
] as const;

function cronFaults(cron: string): FaultDetail[] {
  const fields = cron.trim().split(/\s+/);
  const isName = cron.startsWith('@');
  // Croner also accepts a single date instead of a rule, and a seventh field for years.
  const hasForm = isName ? fields.length === 1 : fields.length === 5 || fields.length === 6;
  if (hasForm && isRead(() => new Cron(cron, { paused: true }))) return [];
  const wrong = hasForm && !isName ? wrongFields(fields) : [];
  if (wrong.length > 0) return wrong;
  const message = 'must be a cron rule: five fields, six with seconds first, or a name such as @daily';
  const zh = '必须是 cron 规则：五个字段、以秒开头的六个字段，或 @daily 之类的名称';
  if (hasForm || isName || cron.trim() === '') return [{ path: 'cron', message, zh }];
  const { length } = fields;
  const has = `this one has ${length} ${length === 1 ? 'field' : 'fields'}`;
  return [{ path: 'cron', message: `${message}; ${has}`, zh: `${zh}；当前有 ${length} 个字段` }];
}

/** One fault for each field that cannot be read by itself. */
function wrongFields(fields: string[]): FaultDetail[] {
  const first = FIELDS.length - fields.length;
  return fields.flatMap((field, at) => {
    const alone = fields.map((_, other) => (other === at ? field : '*')).join(' ');
    const named = FIELDS[first + at];
    if (!named || isRead(() => new Cron(alone, { paused: true }))) return [];
    const taken = 'taken' in named ? named.taken : named.takes;
    return [
      {
        path: 'cron',
        message: `must be a cron rule: the ${named.en} "${field}" is not valid; it takes ${named.takes}, *, ranges (1-5), lists (1,3) and steps (*/2)`,
        zh: `必须是 cron 规则：“${named.zh}”字段的值“${field}”无效；可以是 ${taken}、*、范围（1-5）、列表（1,3）和步长（*/2）`,
      },
    ];
  });
}

function zoneFaults(timeZone: string): FaultDetail[] {
  // Offsets such as +02:00 would also be accepted, but have no daylight saving time.
  const isName = /^[A-Za-z]/.test(timeZone);
  if (isName && isRead(() => new Intl.DateTimeFormat('en', { timeZone }))) return [];
  return [
    {
      path: 'time_zone',
      message: 'must be a time zone such as Europe/Berlin or Asia/Shanghai',
      zh: '必须是时区名称，例如 Asia/Shanghai 或 Europe/Berlin',
    },
  ];
}

function isRead(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch {
    // Why it cannot be read is found by reading its parts alone.
    return false;
  }
}

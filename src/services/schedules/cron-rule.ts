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
  if (cron === undefined || faults.length > 0 || nextRun({ cron, time_zone }, from) !== null) return faults;
  return [{ path: 'cron', message: 'never fires', zh: '永远不会触发' }];
}

function cronFaults(cron: string): FaultDetail[] {
  // Croner also accepts a single date instead of a rule, and a seventh field for years.
  const fields = cron.trim().split(/\s+/);
  const hasForm = cron.startsWith('@') ? fields.length === 1 : fields.length === 5 || fields.length === 6;
  if (hasForm && isRead(() => new Cron(cron, { paused: true }))) return [];
  return [
    {
      path: 'cron',
      message: 'must be a cron rule: five fields, six with seconds first, or a name such as @daily',
      zh: '必须是 cron 规则：五个字段、以秒开头的六个字段，或 @daily 之类的名称',
    },
  ];
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

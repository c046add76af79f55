import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { arch, cpus, release, totalmem, type } from 'node:os';

export interface Machine {
  cpu: string;
  cores: number;
  memory_gb: number;
  system: string;
  node: string;
}

export const describeMachine = (): Machine => ({
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  cores: cpus().length,
  memory_gb: Math.round(totalmem() / 2 ** 30),
  system: `${type()} ${release()} ${arch()}`,
  node: process.version,
});

/** Resident memory of a process in megabytes. */
export const residentMb = (pid: number): number =>
  Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).trim()) / 1_024;

/** Processor time in microseconds of this process and all its descendants, by process; empty on a system without /proc. */
export type ProcessorTimes = ReadonlyMap<number, number>;

/** The time used since then. A process that has ended in the meantime counts as 0; without /proc, the result is NaN. */
export function processorTimeSince(before: ProcessorTimes): number {
  let sum = before.size > 0 ? 0 : Number.NaN;
  for (const [pid, us] of processorTimes()) sum += us - (before.get(pid) ?? 0);
  return sum;
}

export function processorTimes(): ProcessorTimes {
  const all = new Map<number, { parent: number; us: number }>();
  for (const name of processNames()) {
    const stat = statOf(name);
    // User and system time of all its threads, in hundredths of a second.
    if (stat)
      all.set(Number(name), { parent: Number(stat[1]), us: (Number(stat[11]) + Number(stat[12])) * 10_000 });
  }
  const isOurs = (pid: number): boolean =>
    pid === process.pid || (all.has(pid) && isOurs(all.get(pid)?.parent ?? 0));
  return new Map([...all].filter(([pid]) => isOurs(pid)).map(([pid, { us }]) => [pid, us]));
}

const processNames = (): string[] =>
  existsSync('/proc/self/stat') ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : [];

/** The fields after the name in /proc/<pid>/stat; the name may contain spaces. Null if the process has ended. */
function statOf(pid: string): string[] | null {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes(String((error as NodeJS.ErrnoException).code))) return null;
    throw error;
  }
}

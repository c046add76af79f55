/** Finds the processes of this machine that were started for an attempt. Works only on Linux (`/proc`); elsewhere, none is found. */
import { readdir, readFile } from 'node:fs/promises';

/** The environment variable that marks a program and everything that it starts. */
export const MARK = 'BACKEND2_ATTEMPT';

export interface MarkedProcess {
  pid: number;
  mark: string;
}

/** Every process whose mark begins with this prefix. A process that has ended and waits to be reaped has no mark. */
export async function markedProcesses(prefix: string): Promise<MarkedProcess[]> {
  const wanted = `${MARK}=${prefix}`;
  const found = await Promise.all(
    (await processIds()).map(async (pid) => {
      const environment = await readProc(pid, 'environ');
      const mark = environment?.split('\0').find((line) => line.startsWith(wanted));
      return mark ? [{ pid, mark: mark.slice(MARK.length + 1) }] : [];
    }),
  );
  return found.flat();
}

export interface ProcessStatus {
  /** `Z` for one that has ended and waits to be reaped. */
  state: string;
  parent: number;
  /** The start time in the kernel's units: it distinguishes two processes that had the same id. */
  started: string;
}

/** Null for a process that does not exist, or on a system that does not provide it. */
export async function processStatus(pid: number): Promise<ProcessStatus | null> {
  const stat = await readProc(pid, 'stat');
  // The program's name is in parentheses and may contain any character.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, parent] = fields ?? [];
  const started = fields?.[19];
  return state && parent && started ? { state, parent: Number(parent), started } : null;
}

async function processIds(): Promise<number[]> {
  try {
    return (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Null if the process does not exist (any more) or belongs to another user. */
async function readProc(pid: number, name: string): Promise<string | null> {
  try {
    return await readFile(`/proc/${pid}/${name}`, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH' || code === 'EACCES' || code === 'EPERM') return null;
    throw error;
  }
}

/** The processes of this machine that were started on behalf of an attempt. Only Linux tells (`/proc`); elsewhere nothing is found. */
import { readdir, readFile } from 'node:fs/promises';

/** The variable by which a program, and all that it starts, can be told from others. */
export const MARK = 'BACKEND2_ATTEMPT';

export interface MarkedProcess {
  pid: number;
  mark: string;
}

/** Every process that carries a mark which begins so. One that has ended and waits to be reaped carries none. */
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
  /** When it was started, in the kernel's units: tells apart two processes that had the same number. */
  started: string;
}

/** Null for a process that is not there, or on a system that does not tell. */
export async function processStatus(pid: number): Promise<ProcessStatus | null> {
  const stat = await readProc(pid, 'stat');
  // The program's name stands in parentheses and may hold any character.
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

/** Null where there is no such process (any more), or where it is somebody else's. */
async function readProc(pid: number, name: string): Promise<string | null> {
  try {
    return await readFile(`/proc/${pid}/${name}`, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH' || code === 'EACCES' || code === 'EPERM') return null;
    throw error;
  }
}

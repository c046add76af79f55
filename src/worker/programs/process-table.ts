/** Finds the processes of this machine that were started for an attempt. Works only on Linux (`/proc`); elsewhere, none is found. */
import { readdirSync, readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { untilDone } from '../../runtime/until-done.ts';

/** The environment variable that marks a program and everything that it starts. */
export const MARK = 'BACKEND2_ATTEMPT';

export interface MarkedProcess {
  pid: number;
  mark: string;
}

/** If no file can be opened, it is tried again for about ten seconds. */
const AGAIN_MS = 100;
const TRIES = 100;

/** Files that are read at the same time. */
const READ_AT_ONCE = 32;
/** The names in /proc of processes. */
const PROCESS = /^\d+$/;
const WANTED = `${MARK}=`;

/** Many attempts that end together look at the processes of the machine once for all of them: each look reads a file of every process. */
class SharedLook {
  #under_way: Promise<unknown> = Promise.resolve();
  /** Begins when the look under way is over, which may have missed what was started since. */
  #next: Promise<MarkedProcess[]> | null = null;

  look(): Promise<MarkedProcess[]> {
    this.#next ??= this.#lookAfter(this.#under_way);
    return this.#next;
  }

  async #lookAfter(before: Promise<unknown>): Promise<MarkedProcess[]> {
    await before;
    this.#next = null;
    const found = allMarked();
    // Its failure is that of those who wait for it; the next look does not depend on it.
    this.#under_way = found.catch(() => undefined);
    return found;
  }
}

const shared = new SharedLook();

/** Every process whose mark begins with this prefix. A process that has ended and waits to be reaped has no mark. */
export const markedProcesses = async (prefix: string): Promise<MarkedProcess[]> =>
  (await shared.look()).filter(({ mark }) => mark.startsWith(prefix));

/** The same at once, for the end of the process. Passes over what it cannot read, also if no file can be opened: there is no other time. */
export function markedNow(prefix: string): MarkedProcess[] {
  const found: MarkedProcess[] = [];
  for (const name of orNull(() => readdirSync('/proc')) ?? []) {
    if (!PROCESS.test(name)) continue;
    const mark = markIn(orNull(() => readFileSync(`/proc/${name}/environ`, 'utf8')));
    if (mark?.startsWith(prefix)) found.push({ pid: Number(name), mark });
  }
  return found;
}

function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code) return null;
    throw error;
  }
}

async function allMarked(): Promise<MarkedProcess[]> {
  const found: MarkedProcess[] = [];
  const waiting = (await processIds()).values();
  await Promise.all(
    Array.from({ length: READ_AT_ONCE }, async () => {
      for (const pid of waiting) {
        const mark = markIn(await readProc(pid, 'environ'));
        if (mark) found.push({ pid, mark });
      }
    }),
  );
  return found;
}

/** Handlers may have used up all open files for a while, and programs that are not looked for then would never end. */
const whenFilesAreFree = <T>(work: () => Promise<T>): Promise<T> =>
  untilDone(work, {
    ms: AGAIN_MS,
    tries: TRIES,
    goesOn: (error) => ['EMFILE', 'ENFILE'].includes((error as NodeJS.ErrnoException).code ?? ''),
  });

/** In the environment of a process: assignments that end with a zero character. */
function markIn(environment: string | null): string | undefined {
  if (!environment?.includes(WANTED)) return undefined;
  return environment
    .split('\0')
    .find((line) => line.startsWith(WANTED))
    ?.slice(WANTED.length);
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
    return (await whenFilesAreFree(() => readdir('/proc'))).filter((name) => PROCESS.test(name)).map(Number);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Null if the process does not exist (any more) or belongs to another user. */
async function readProc(pid: number, name: string): Promise<string | null> {
  try {
    return await whenFilesAreFree(() => readFile(`/proc/${pid}/${name}`, 'utf8'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH' || code === 'EACCES' || code === 'EPERM') return null;
    throw error;
  }
}

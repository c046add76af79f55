/** Finds processes of this machine in /proc. */
import { readdirSync, readFileSync } from 'node:fs';

const pids = () => readdirSync('/proc').filter((name) => /^\d+$/.test(name));

function read(pid: string, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    // The process has ended in the meantime.
    return '';
  }
}

/** Ids of the processes that have this word in their command line. */
export const processesWith = (word: string): number[] =>
  pids()
    .filter((pid) =>
      read(pid, 'cmdline')
        .split('\0')
        .some((part) => part.split(/[ ;&]/).includes(word)),
    )
    .map(Number);

/** Children of `parent` that have ended and have not been reaped (zombies). */
export const zombiesOf = (parent: number): number[] =>
  pids()
    .filter((pid) => {
      const stat = read(pid, 'stat');
      const [state, ppid] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return state === 'Z' && Number(ppid) === parent;
    })
    .map(Number);

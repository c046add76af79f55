/** What runs on this machine, read from /proc. */
import { readdirSync, readFileSync } from 'node:fs';

const pids = () => readdirSync('/proc').filter((name) => /^\d+$/.test(name));

function read(pid: string, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    // It has ended meanwhile.
    return '';
  }
}

/** Numbers of processes that have this word on their command line. */
export const processesWith = (word: string): number[] =>
  pids()
    .filter((pid) =>
      read(pid, 'cmdline')
        .split('\0')
        .some((part) => part.split(/[ ;&]/).includes(word)),
    )
    .map(Number);

/** Children of `parent` that have ended and that nobody has waited for. */
export const zombiesOf = (parent: number): number[] =>
  pids()
    .filter((pid) => {
      const stat = read(pid, 'stat');
      const [state, ppid] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return state === 'Z' && Number(ppid) === parent;
    })
    .map(Number);

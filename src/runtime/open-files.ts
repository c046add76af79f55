import { readFileSync } from 'node:fs';

/**
 * How many files and connections the system lets this process have open at once; null where it does not tell. (Node raises
 * the soft limit to the hard one when it starts, so this is the last word.)
 */
export function openFilesLimit(
  read: () => string = () => readFileSync('/proc/self/limits', 'utf8'),
): number | null {
  let limits: string;
  try {
    limits = read();
  } catch {
    // Not Linux, or a /proc that is hidden: nothing to go by.
    return null;
  }
  const soft = /^Max open files\s+(\d+|unlimited)/m.exec(limits)?.[1];
  if (soft === undefined) return null;
  return soft === 'unlimited' ? Infinity : Number(soft);
}

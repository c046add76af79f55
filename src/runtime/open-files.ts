import { readFileSync } from 'node:fs';

/**
 * How many files and connections this process may have open at once; null if the system does not report it. (Node.js raises the soft
 * limit to the hard limit when it starts, so this value is final.)
 */
export function openFilesLimit(
  read: () => string = () => readFileSync('/proc/self/limits', 'utf8'),
): number | null {
  let limits: string;
  try {
    limits = read();
  } catch {
    // Not Linux, or /proc is hidden.
    return null;
  }
  const soft = /^Max open files\s+(\d+|unlimited)/m.exec(limits)?.[1];
  if (soft === undefined) return null;
  return soft === 'unlimited' ? Infinity : Number(soft);
}

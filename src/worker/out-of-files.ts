/** Seconds after which an item that met the limit of open files runs again. */
const WAIT_S = 5;
const MOST_CAUSES = 4;
/** Messages of Node.js and of the system for what has no code: starting a thread, loading a module or a native library. */
const OUT_OF_FILES = /\bE[MN]FILE\b|too many open files/i;

/**
 * The seconds to wait if something could not be opened because as many files and connections are open as the process or the system may
 * have. That passes and is nobody's mistake, so it uses up no attempt. May throw for a value that cannot be read.
 */
export function waitForFiles(thrown: unknown, causes = MOST_CAUSES): number | undefined {
  if (!(thrown instanceof Error)) return undefined;
  if (OUT_OF_FILES.test(`${(thrown as NodeJS.ErrnoException).code} ${thrown.message.slice(0, 1_000)}`))
    return WAIT_S;
  return causes > 0 ? waitForFiles(thrown.cause, causes - 1) : undefined;
}

/** What the scripts of `npm run build` have in common; `npm ci` runs them as well (as `prepare`). */

/** Imports a build tool; null if it is not installed, as after `npm ci --omit=dev`. */
export const importTool = <T>(load: () => Promise<T>): Promise<T | null> =>
  load().catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ERR_MODULE_NOT_FOUND') return null;
    throw error;
  });

/**
 * Runs a step and sets the exit code that it returns: 0 made or up to date, 1 failed, 3 no build tools. With `--prepare` it is always 0:
 * `npm ci` must not fail, because the server runs without what the steps make.
 */
export async function runBuildStep(step: () => Promise<number>, failure: string): Promise<void> {
  try {
    process.exitCode = await step();
  } catch (error) {
    console.error(`${failure}: ${(error as Error).message}`);
    process.exitCode = 1;
  }
  if (process.argv.includes('--prepare')) process.exitCode = 0;
}

/** The seconds since `started` (by `performance.now`), for people. */
export const secondsSince = (started: number): string => ((performance.now() - started) / 1_000).toFixed(1);

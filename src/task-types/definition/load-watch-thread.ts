/** The thread of `LoadWatch`. */
import { writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import type { WatchedLoad } from './load-watch.ts';

/** A module that awaits something leaves the main thread free, which notices by itself that it takes too long. */
const LATER_MS = 200;
/** How long the main thread may stay in a call that cannot be interrupted, such as one that waits for a program. */
const STUCK_MS = 2_000;
const AGAIN_MS = 200;

const now = workerData as Int32Array;

parentPort?.on('message', (watched: WatchedLoad) => {
  setTimeout(() => interrupt(watched, performance.now() + STUCK_MS), watched.limit_ms + LATER_MS);
});

/** Until the load is over: code may go on after an interruption, for example in the next callback. */
async function interrupt(watched: WatchedLoad, end: number): Promise<void> {
  const isUnderWay = () => Atomics.load(now, 0) === watched.load;
  if (!isUnderWay()) return;
  const { Session } = await import('node:inspector');
  const session = new Session();
  session.connectToMainThread();
  while (isUnderWay() && performance.now() < end) {
    // What a debugger does with a loop.
    session.post('Runtime.terminateExecution');
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
  session.disconnect();
  if (isUnderWay()) endProcess(watched);
}

function endProcess({ file, limit_ms }: WatchedLoad): void {
  const text = `the module cannot be loaded: after ${limit_ms / 1_000} s, it waits in a call that nothing can interrupt`;
  writeSync(2, `backend2: ${file}: ${text}; the process ends\n`);
  process.kill(process.pid, 'SIGKILL');
}

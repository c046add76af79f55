import { setImmediate as nextTurn } from 'node:timers/promises';
import { isMainThread } from 'node:worker_threads';

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'] as const;

/**
 * For work that may hold the thread: no listener is called then, so until the returned function is called, a signal ends the process as if
 * nobody listened. Throws the reason of `signal` if it is aborted, also by a signal that has arrived before.
 */
export async function letSignalsEnd(signal?: AbortSignal): Promise<() => void> {
  // A signal that has arrived first reaches its listener: one whose listener is removed is lost. The second turn begins with those that wait.
  await nextTurn();
  await nextTurn();
  signal?.throwIfAborted();
  // In a thread, `process` has no signals.
  if (!isMainThread) return () => {};
  const listeners = SIGNALS.map((one) => [one, process.rawListeners(one)] as const);
  for (const [one] of listeners) process.removeAllListeners(one);
  return () => {
    for (const [one, all] of listeners) for (const listener of all) process.on(one, listener);
  };
}

/** Turns signals into one orderly stop. */

/** SIGHUP: the terminal was closed. (Node.js sets ignored signals back when it starts, so it cannot be seen whether `nohup` was used.) */
export const STOP_SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'] as const satisfies NodeJS.Signals[];

const SAME_SIGNAL_MS = 1_000;
const PARENT_LOOK_MS = 500;

export interface StopSignals {
  /** Resolves at the first of `STOP_SIGNALS`. */
  asked: Promise<NodeJS.Signals>;
  dispose(): void;
}

/**
 * The first signal requests a stop; a signal more than a second later forces the exit. Terminals and npm signal a whole process group, so
 * a single Ctrl+C may arrive twice. A closing terminal signals as often as it likes: nobody is there who could be impatient.
 */
export function listenForStop(force: () => void): StopSignals {
  const { promise: asked, resolve } = Promise.withResolvers<NodeJS.Signals>();
  let first: number | null = null;
  const listener = (signal: NodeJS.Signals) => {
    const now = performance.now();
    if (first === null) {
      first = now;
      resolve(signal);
    } else if (signal !== 'SIGHUP' && now - first > SAME_SIGNAL_MS) force();
  };
  // The parent no longer exists, so nothing would ever stop this process.
  const orphaned = () => {
    if (first === null) listener('SIGTERM');
  };
  const stopLooking = watchNpm(orphaned);
  for (const signal of STOP_SIGNALS) process.on(signal, listener);
  process.on('disconnect', orphaned);
  return {
    asked,
    dispose() {
      stopLooking();
      for (const signal of STOP_SIGNALS) process.off(signal, listener);
      process.off('disconnect', orphaned);
    },
  };
}

/** npm runs a script in a shell, and a shell that is ended by a signal does not pass it on: its children get another parent. */
function watchNpm(orphaned: () => void): () => void {
  if (process.env.npm_lifecycle_event === undefined) return () => {};
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== parent) orphaned();
  }, PARENT_LOOK_MS);
  timer.unref();
  return () => clearInterval(timer);
}

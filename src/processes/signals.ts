/** Turns signals into one orderly stop. */
const SAME_SIGNAL_MS = 1_000;
const PARENT_LOOK_MS = 500;

export interface StopSignals {
  /** Resolves at the first SIGTERM or SIGINT. */
  asked: Promise<NodeJS.Signals>;
  dispose(): void;
}

/**
 * The first signal asks for a stop; one that comes more than a second later forces the exit. Terminals and npm signal a
 * whole process group, so that one Ctrl+C may arrive twice.
 */
export function listenForStop(force: () => void): StopSignals {
  const { promise: asked, resolve } = Promise.withResolvers<NodeJS.Signals>();
  let first: number | null = null;
  const listener = (signal: NodeJS.Signals) => {
    const now = performance.now();
    if (first === null) {
      first = now;
      resolve(signal);
    } else if (now - first > SAME_SIGNAL_MS) force();
  };
  // The parent is gone: nobody would ever stop this process.
  const orphaned = () => {
    if (first === null) listener('SIGTERM');
  };
  const stopLooking = watchNpm(orphaned);
  process.on('SIGTERM', listener).on('SIGINT', listener).on('disconnect', orphaned);
  return {
    asked,
    dispose() {
      stopLooking();
      process.off('SIGTERM', listener).off('SIGINT', listener).off('disconnect', orphaned);
    },
  };
}

/** npm runs a script in a shell, and the shell that a signal ends passes none on: what it started gets another parent. */
function watchNpm(orphaned: () => void): () => void {
  if (process.env.npm_lifecycle_event === undefined) return () => {};
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== parent) orphaned();
  }, PARENT_LOOK_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** Turns signals into one orderly stop. */
const SAME_SIGNAL_MS = 1_000;

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
  // The parent of a forked process is gone: nobody would ever stop this one.
  const orphaned = () => listener('SIGTERM');
  process.on('SIGTERM', listener).on('SIGINT', listener).on('disconnect', orphaned);
  return {
    asked,
    dispose: () => void process.off('SIGTERM', listener).off('SIGINT', listener).off('disconnect', orphaned),
  };
}

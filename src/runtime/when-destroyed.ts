import type { Readable } from 'node:stream';

/**
 * Runs `end` as soon as a stream ends or is destroyed. The event `close` comes later: a generator first has to finish what it is waiting
 * for, which may take as long as its store.
 */
export function whenDestroyed(stream: Readable, end: () => void): void {
  const destroy = stream._destroy;
  stream._destroy = (error, done) => {
    end();
    destroy.call(stream, error, done);
  };
}

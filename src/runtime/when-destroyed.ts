import type { Readable } from 'node:stream';

/**
 * Runs `end` as soon as a stream ends or is given up. `close` comes later: what a generator is waiting for has to come first, which may
 * take as long as the store that it reads.
 */
export function whenDestroyed(stream: Readable, end: () => void): void {
  const destroy = stream._destroy;
  stream._destroy = (error, done) => {
    end();
    destroy.call(stream, error, done);
  };
}

import type { Readable } from 'node:stream';

/** Ends a stream that nobody reads. */
export class Unread extends Error {
  constructor(ms: number) {
    super(`nobody read the stream for ${Math.round(ms / 1_000)} s`);
    this.name = 'Unread';
  }
}

/**
 * Destroys a stream that nobody reads: when `progress()`, a number that grows as the stream is read, stays the same for `ms`
 * milliseconds. Otherwise a client that stops reading holds a file, its buffers and a connection for ever.
 */
export function endWhenStalled<S extends Readable>(stream: S, progress: () => number, ms: number): S {
  let seen = progress();
  const timer = setInterval(() => {
    const now = progress();
    // Everything has been read into the buffer, but nobody takes it from there.
    if (now === seen) stream.destroy(new Unread(ms));
    seen = now;
  }, ms);
  timer.unref();
  stream.once('close', () => clearInterval(timer));
  return stream;
}

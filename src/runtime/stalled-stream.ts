import type { Readable } from 'node:stream';

/**
 * Destroys a stream that nobody reads: when `progress()`, a number that grows as the stream is read, stays the same for `ms`
 * milliseconds. Otherwise a client that stops reading holds a file, its buffers and a connection for ever.
 */
export function endWhenStalled<S extends Readable>(stream: S, progress: () => number, ms: number): S {
  let seen = progress();
  const timer = setInterval(() => {
    const now = progress();
    // Everything has been read into the buffer, but nobody takes it from there.
    if (now === seen) stream.destroy(new Error(`nobody read the stream for ${Math.round(ms / 1_000)} s`));
    seen = now;
  }, ms);
  timer.unref();
  stream.once('close', () => clearInterval(timer));
  return stream;
}

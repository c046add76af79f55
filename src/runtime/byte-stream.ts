/** Bytes that come in parts. */
import { orAborted } from './or-aborted.ts';

export type ByteStream = AsyncIterable<Uint8Array>;

/** Thrown for a stream that is longer than allowed. */
export class TooManyBytes extends Error {
  constructor(most: number) {
    super(`a file has at most ${most} bytes`);
    this.name = 'TooManyBytes';
  }
}

/** The same parts; throws `TooManyBytes` if there are more than `most` bytes, and a TypeError for parts that are not bytes. */
export async function* atMost(bytes: AsyncIterable<unknown>, most: number): AsyncGenerator<Uint8Array> {
  let passed = 0;
  for await (const part of bytes) {
    if (!(part instanceof Uint8Array))
      throw new TypeError('A stream of a file must consist of Uint8Arrays. Encode text first.');
    passed += part.byteLength;
    if (passed > most) throw new TooManyBytes(most);
    yield part;
  }
}

/**
 * The same parts; once the signal is aborted, throws its reason at once, also while the next part is awaited. The source is told, but not
 * waited for.
 */
export async function* untilAborted(bytes: ByteStream, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const parts = bytes[Symbol.asyncIterator]();
  try {
    for (;;) {
      signal.throwIfAborted();
      const next = await orAborted(parts.next(), signal);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    Promise.resolve(parts.return?.()).catch(() => {
      // Nobody wants anything from it any more.
    });
  }
}

/** The same bytes in parts of exactly this size, except the last one; each in its own memory. */
export async function* inPartsOf(bytes: ByteStream, size: number): AsyncGenerator<Uint8Array> {
  let part = new Uint8Array(size);
  let filled = 0;
  for await (const piece of bytes) {
    for (let at = 0; at < piece.byteLength; ) {
      const taken = Math.min(size - filled, piece.byteLength - at);
      part.set(piece.subarray(at, at + taken), filled);
      filled += taken;
      at += taken;
      if (filled < size) continue;
      yield part;
      part = new Uint8Array(size);
      filled = 0;
    }
  }
  if (filled > 0) yield part.subarray(0, filled);
}

/** Content that is given as a whole or in parts, as parts. */
export async function* partsOf(bytes: Uint8Array | ByteStream): AsyncGenerator<Uint8Array> {
  if (bytes instanceof Uint8Array) yield bytes;
  else yield* bytes;
}

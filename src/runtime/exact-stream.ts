import { createHash, type Hash } from 'node:crypto';
import { pipeline, type Readable, Transform } from 'node:stream';

/** A stream that brought fewer or more bytes than it should. */
export class WrongLength extends Error {
  constructor(bytes: number, brought: number) {
    super(`has ${brought < bytes ? 'only ' : ''}${brought} bytes instead of ${bytes}`);
    this.name = 'WrongLength';
  }
}

/** A stream that brought other bytes than it should. */
export class WrongBytes extends Error {
  constructor() {
    super('has other bytes than those that were stored');
    this.name = 'WrongBytes';
  }
}

/**
 * Passes the bytes on as they are, and fails instead of passing on more of them, or of ending before the last one. With a checksum, the
 * last part is passed on only once all bytes are known to be right: who receives them sees that they are not complete.
 */
class Exactly extends Transform {
  readonly #bytes: number;
  readonly #sha256: string | undefined;
  readonly #hash: Hash | undefined;
  readonly #differs: (() => void) | undefined;
  #brought = 0;
  #last: Uint8Array | undefined;

  constructor({ bytes, sha256, differs }: Expected, highWaterMark: number) {
    super({ highWaterMark });
    this.#bytes = bytes;
    this.#sha256 = sha256;
    this.#differs = differs;
    if (sha256 !== undefined) this.#hash = createHash('sha256');
  }

  override _transform(part: Uint8Array, _encoding: string, done: (error?: Error, part?: unknown) => void) {
    this.#brought += part.byteLength;
    if (this.#brought > this.#bytes) return soon(done, new WrongLength(this.#bytes, this.#brought));
    if (!this.#hash) return done(undefined, part);
    this.#hash.update(part);
    const before = this.#last;
    this.#last = part;
    return before ? done(undefined, before) : done();
  }

  override _flush(done: (error?: Error | null, part?: unknown) => void) {
    if (this.#brought < this.#bytes) return soon(done, new WrongLength(this.#bytes, this.#brought));
    if (this.#hash && this.#hash.digest('hex') !== this.#sha256) {
      if (!this.#differs) return soon(done, new WrongBytes());
      this.#differs();
    }
    return done(null, this.#last);
  }
}

/** What was passed on in this turn is still sent: otherwise an answer would end before its headers. */
const soon = (done: (error: Error) => void, error: Error): void => void setImmediate(done, error);

/** How many bytes a stream should bring, and their SHA-256 in hexadecimal where they are to be checked. */
export interface Expected {
  bytes: number;
  sha256?: string | undefined;
  /** Called before the last part, in place of an error, if the bytes are others: they are passed on all the same. */
  differs?: (() => void) | undefined;
}

/**
 * The same bytes: the stream ends with an error if they are not those that are expected. `failed` turns an error of the source, or
 * this one, into the error of the stream. Destroying it destroys the source.
 */
export function exactly(
  source: Readable,
  expected: Expected,
  failed: (error: Error) => Error = (error) => error,
): Readable {
  const exact = new Exactly(expected, source.readableHighWaterMark);
  const destroy = exact._destroy;
  exact._destroy = (error, done) => destroy.call(exact, error && failed(error), done);
  // Each of the two ends with the other; the error is that of the stream.
  pipeline(source, exact, () => undefined);
  return exact;
}

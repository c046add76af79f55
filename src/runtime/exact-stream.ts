import { pipeline, type Readable, Transform } from 'node:stream';

/** A stream that brought fewer or more bytes than it should. */
export class WrongLength extends Error {
  constructor(bytes: number, brought: number) {
    super(`has ${brought < bytes ? 'only ' : ''}${brought} bytes instead of ${bytes}`);
    this.name = 'WrongLength';
  }
}

/** Passes the bytes on as they are, and fails instead of passing on more of them, or of ending before the last one. */
class Exactly extends Transform {
  readonly #bytes: number;
  #brought = 0;

  constructor(bytes: number, highWaterMark: number) {
    super({ highWaterMark });
    this.#bytes = bytes;
  }

  override _transform(part: Uint8Array, _encoding: string, done: (error?: Error, part?: unknown) => void) {
    this.#brought += part.byteLength;
    if (this.#brought > this.#bytes) done(new WrongLength(this.#bytes, this.#brought));
    else done(undefined, part);
  }

  override _flush(done: (error?: Error) => void) {
    done(this.#brought < this.#bytes ? new WrongLength(this.#bytes, this.#brought) : undefined);
  }
}

/**
 * The same bytes, `bytes` in all: the stream ends with an error if there are fewer or more. `failed` turns an error of the source, or
 * this one, into the error of the stream. Destroying it destroys the source.
 */
export function exactly(
  source: Readable,
  bytes: number,
  failed: (error: Error) => Error = (error) => error,
): Readable {
  const exact = new Exactly(bytes, source.readableHighWaterMark);
  const destroy = exact._destroy;
  exact._destroy = (error, done) => destroy.call(exact, error && failed(error), done);
  // Each of the two ends with the other; the error is that of the stream.
  pipeline(source, exact, () => undefined);
  return exact;
}

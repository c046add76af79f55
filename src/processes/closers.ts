/** Ends one part of a process; gets the rest of the grace period in milliseconds. */
export type Closer = (grace_ms: number) => Promise<void>;

/** The parts that a start has opened. They are closed once, the last one first, and each even if another one fails. */
export class Closers {
  readonly #closers: Closer[] = [];
  #closing: Promise<void> | null = null;

  push(closer: Closer): void {
    this.#closers.push(closer);
  }

  /** The grace period begins with the first call. Throws the first error once all parts are closed. */
  close(grace_ms: number): Promise<void> {
    this.#closing ??= this.#closeAll(performance.now() + grace_ms);
    return this.#closing;
  }

  async #closeAll(end: number): Promise<void> {
    const errors: unknown[] = [];
    for (const close of this.#closers.toReversed()) {
      try {
        await close(Math.max(0, end - performance.now()));
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  }
}

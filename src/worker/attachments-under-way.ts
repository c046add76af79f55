/**
 * The calls of `attach` of one handler that have not ended. A handler that does not wait for one has returned before its file is stored:
 * its attempt ends only when the file is.
 */
export class AttachmentsUnderWay {
  readonly #calls = new Set<Promise<void>>();

  /** `attach` never throws at once. The returned promise is the only one of the call: a failure that nobody handles is noticed as one. */
  add(attach: () => Promise<void>): Promise<void> {
    const call: Promise<void> = this.#one(attach, () => this.#calls.delete(call));
    this.#calls.add(call);
    return call;
  }

  /** Resolves once none is left, also of those that begin meanwhile. Rejects with the first error. */
  async ended(): Promise<void> {
    while (this.#calls.size > 0) await Promise.all(this.#calls);
  }

  async #one(attach: () => Promise<void>, forget: () => void): Promise<void> {
    try {
      await attach();
    } finally {
      forget();
    }
  }
}

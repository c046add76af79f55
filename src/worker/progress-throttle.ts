const EVERY_MS = 250;

/** Passes reports on at most four times a second, whatever their value; the last one is always passed on. */
export class ProgressThrottle {
  readonly #send: (fraction: number, note: string | undefined) => void;
  #waiting: { fraction: number; note: string | undefined } | null = null;
  #sent_at = -Infinity;
  #timer: NodeJS.Timeout | undefined;

  constructor(send: (fraction: number, note: string | undefined) => void) {
    this.#send = send;
  }

  /** A note stands until another one takes its place. */
  report(fraction: number, note: string | undefined): void {
    if (this.#waiting) {
      this.#waiting.fraction = fraction;
      if (note !== undefined) this.#waiting.note = note;
    } else {
      this.#waiting = { fraction, note };
    }
    const rest = this.#sent_at + EVERY_MS - performance.now();
    // From within a loop that never returns to the event loop no timer would do.
    if (rest <= 0) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), rest);
  }

  /** Passes on what waits, now. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#waiting) return;
    const { fraction, note } = this.#waiting;
    this.#waiting = null;
    this.#sent_at = performance.now();
    this.#send(fraction, note);
  }
}

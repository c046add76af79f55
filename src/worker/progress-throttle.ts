import { cutText, plainLine } from '../runtime/text.ts';
import { readable, toJson } from './readable.ts';
import { Throttle } from './throttle.ts';

const MOST_NOTE = 500;

/** Passes reports on at most four times a second, whatever their value; the last one is always passed on. */
export class ProgressThrottle {
  readonly #throttle: Throttle;
  #waiting: { fraction: number; note: unknown } | null = null;

  constructor(send: (fraction: number, note: string | undefined) => void) {
    this.#throttle = new Throttle(() => {
      if (!this.#waiting) return;
      const { fraction, note } = this.#waiting;
      this.#waiting = null;
      send(fraction, noteText(note));
    });
  }

  /** A note is kept until another one replaces it. */
  report(fraction: number, note: unknown): void {
    if (this.#waiting) {
      this.#waiting.fraction = fraction;
      if (note !== undefined) this.#waiting.note = note;
    } else {
      this.#waiting = { fraction, note };
    }
    this.#throttle.ask();
  }

  /** Passes the waiting report on now. */
  flush(): void {
    this.#throttle.now();
  }
}

function noteText(note: unknown): string | undefined {
  if (note === undefined || note === null) return undefined;
  const plain = readable(note);
  // Shown beside the bar, on one line.
  return plainLine(cutText(typeof plain === 'string' ? plain : toJson(plain), MOST_NOTE));
}

import { cutText, plainLine } from '../runtime/text.ts';
import { readable, toJson } from './readable.ts';
import { Throttle } from './throttle.ts';

const MOST_NOTE = 500;

/** Passes reports on at most four times a second, whatever their value; the last one is always passed on. */
export class ProgressThrottle {
  readonly #throttle: Throttle;
  readonly #warn: (text: string) => void;
  #waiting: { fraction: number; note: unknown } | null = null;
  #warned = false;

  /** `warn` is called once if the handler reports what is no share, for its author. */
  constructor(
    send: (fraction: number, note: string | undefined) => void,
    warn: (text: string) => void = () => {},
  ) {
    this.#warn = warn;
    this.#throttle = new Throttle(() => {
      if (!this.#waiting) return;
      const { fraction, note } = this.#waiting;
      this.#waiting = null;
      send(fraction, noteText(note));
    });
  }

  /** A note is kept until another one replaces it. A fraction that is no number changes nothing. */
  report(given: unknown, note: unknown): void {
    const fraction = fractionOf(given);
    if (!this.#warned && isOdd(given, fraction)) {
      this.#warned = true;
      this.#warn(
        `ctx.progress takes the share of the item that is done, from 0 to 1; it was called with ${textOf(given)}.`,
      );
    }
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

/** NaN for what is no number. */
function fractionOf(given: unknown): number {
  if (typeof given === 'number') return given;
  return typeof given === 'string' && given.trim() !== '' ? Number(given) : Number.NaN;
}

/** Sums of shares may be a little above 1, and some reports are only about the note. */
const isOdd = (given: unknown, fraction: number): boolean =>
  given !== undefined && given !== null && !(fraction > -0.01 && fraction < 1.01);

function noteText(note: unknown): string | undefined {
  if (note === undefined || note === null) return undefined;
  // Shown beside the bar, on one line.
  return plainLine(textOf(note));
}

function textOf(value: unknown): string {
  const plain = readable(value);
  return cutText(typeof plain === 'string' ? plain : toJson(plain), MOST_NOTE);
}

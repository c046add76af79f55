import type { Writable } from 'node:stream';
import { Throttle } from '../throttle.ts';

/** Bytes in a quarter of a second. What is printed after them in that time is left out, apart from its end. */
const MOST_BYTES = 64 * 1_024;
/** Of the end, where a failure says its reason. */
const MOST_LATER_BYTES = 8 * 1_024;
/** Of one piece of text. */
const MOST_OF_ONE = 16 * 1_024;

type Write = Writable['write'];

/**
 * What the code of task types prints (`console.log`, warnings of Node.js). Each piece that a thread writes costs the main thread a
 * message and a system call, so pieces travel together, and a loop that prints without end holds up nobody.
 */
export class ThreadOutput {
  readonly #write: (text: string) => void;
  readonly #throttle: Throttle;
  #text = '';
  /** Newest last; more than `MOST_LATER_BYTES` only by one piece. */
  #later: string[] = [];
  #later_bytes = 0;
  #passed = 0;
  #left_out = 0;

  constructor(write: (text: string) => void) {
    this.#write = write;
    this.#throttle = new Throttle(() => {
      this.flush();
      this.#passed = 0;
    });
  }

  /** From now on, what is written into the stream goes through here. */
  static of(stream: Writable): ThreadOutput {
    const write = stream.write.bind(stream);
    const output = new ThreadOutput((text) => void write(text));
    stream.write = ((chunk: unknown, encoding?: unknown, done?: unknown) => {
      output.add(textOf(chunk, encoding));
      const called = typeof encoding === 'function' ? encoding : done;
      if (typeof called === 'function') process.nextTick(called as () => void);
      return true;
    }) as Write;
    return output;
  }

  add(given: string): void {
    const text = given.length > MOST_OF_ONE ? `${given.slice(0, MOST_OF_ONE)}…\n` : given;
    if (this.#passed + text.length <= MOST_BYTES) {
      this.#passed += text.length;
      this.#text += text;
    } else this.#addLater(text);
    this.#throttle.ask();
  }

  #addLater(text: string): void {
    this.#later.push(text);
    this.#later_bytes += text.length;
    while (this.#later_bytes - (this.#later[0] as string).length > MOST_LATER_BYTES) {
      this.#later_bytes -= (this.#later.shift() as string).length;
      this.#left_out += 1;
    }
  }

  /** Passes on what waits. */
  flush(): void {
    const left_out = this.#left_out > 0 ? `… ${this.#left_out} more writes were left out …\n` : '';
    const text = this.#text + left_out + this.#later.join('');
    this.#text = '';
    this.#later = [];
    this.#later_bytes = 0;
    this.#left_out = 0;
    if (text !== '') this.#write(text);
  }
}

function textOf(chunk: unknown, encoding: unknown): string {
  if (typeof chunk === 'string')
    return encoding === 'hex' || encoding === 'base64' ? Buffer.from(chunk, encoding).toString() : chunk;
  if (ArrayBuffer.isView(chunk))
    return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString();
  throw new TypeError('only text and bytes can be written');
}

import { Worker } from 'node:worker_threads';
import { unavailable } from './sqlite-errors.ts';
import type { FromWriter, Outcome, ToWriter, WriterOptions, writeOperations } from './write-operations.ts';
import type { Writes } from './writes.ts';

/** An operation whose name and arguments `writes` has checked together. */
type Sent = [name: string, args: unknown[]];

/**
 * With so many writes and nothing under way, the thread begins while this turn of the event loop still makes more. Otherwise the two would
 * take turns: all callers wait for the disk together, and then the thread waits for all their next requests. More messages cost more than
 * they gain.
 */
const EAGER = 16;

interface Waiting {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/**
 * The writer as seen from the main thread: sends writes in order and returns their outcomes, which arrive in the same order.
 * If the thread dies, waiting writes are rejected with `Unavailable`, and the next write starts a new thread.
 */
export class SqliteWriter {
  /** What the thread can do: `writes.createUser(user, entry)` resolves when the account is durable. */
  readonly writes: Writes<typeof writeOperations>;
  readonly #options: WriterOptions;
  #thread: Worker | null = null;
  #ended: Promise<void> = Promise.resolve();
  #batch: Sent[] = [];
  #waiting: Waiting[] = [];
  #closed = false;

  private constructor(options: WriterOptions) {
    this.#options = options;
    this.writes = calls((name, args) => this.#run(name, args));
  }

  /** Resolves when the thread is ready to write. */
  static async start(options: WriterOptions): Promise<SqliteWriter> {
    const writer = new SqliteWriter(options);
    await new Promise<void>((resolve, reject) => {
      const thread = writer.#startThread();
      thread.on('message', (message: unknown) => {
        if (message === 'ready') resolve();
      });
      thread.once('error', reject);
      thread.once('exit', () => reject(unavailable()));
    });
    return writer;
  }

  #run(name: string, args: unknown[]): Promise<unknown> {
    if (this.#closed) return Promise.reject(unavailable());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      // Writes of one turn of the event loop travel in one message: a message costs about as much as a write.
      const count = this.#batch.push([name, args]);
      if (count === 1) setImmediate(() => this.#send());
      else if (count === EAGER && this.#waiting.length === count) this.#send();
    });
  }

  /** Finishes the waiting writes, makes a checkpoint and ends the thread. */
  async close(): Promise<void> {
    if (!this.#closed) {
      this.#closed = true;
      this.#send();
      this.#thread?.postMessage('close' satisfies ToWriter);
    }
    await this.#ended;
  }

  #send(): void {
    if (this.#batch.length === 0) return;
    const batch = this.#batch;
    this.#batch = [];
    try {
      this.#post(batch);
    } catch {
      // This write contains something that cannot be sent to a thread; the others can be sent.
      const waiting = this.#waiting.splice(-batch.length);
      for (const [at, operation] of batch.entries()) {
        const one = waiting[at] as Waiting;
        try {
          this.#post([operation]);
          this.#waiting.push(one);
        } catch (error) {
          one.reject(error);
        }
      }
    }
  }

  #post(message: Sent[] | 'close'): void {
    (this.#thread ?? this.#startThread()).postMessage(message);
  }

  #startThread(): Worker {
    const thread = new Worker(new URL('./sqlite-writer-thread.ts', import.meta.url), {
      workerData: this.#options,
      name: 'sqlite-writer',
    });
    this.#thread = thread;
    let cause: unknown;
    thread.on('message', (message: unknown) => {
      if (isFromWriter(message)) this.#settle(message);
    });
    thread.on('error', (error) => {
      cause = error;
    });
    this.#ended = new Promise((resolve) => {
      thread.on('exit', () => {
        if (this.#thread === thread) {
          this.#thread = null;
          this.#lose(cause);
        }
        resolve();
      });
    });
    return thread;
  }

  #settle(message: FromWriter): void {
    if (message === 'ready') return;
    if ('values' in message) {
      const done = this.#waiting.splice(0, message.values.length);
      for (const [at, { resolve }] of done.entries()) resolve(message.values[at]);
      return;
    }
    const done = this.#waiting.splice(0, message.outcomes.length);
    for (const [at, { resolve, reject }] of done.entries()) {
      const outcome = message.outcomes[at];
      if (outcome && 'value' in outcome) resolve(outcome.value);
      else reject(errorOf(outcome));
    }
  }

  #lose(cause: unknown): void {
    this.#batch = [];
    for (const { reject } of this.#waiting.splice(0)) reject(unavailable(cause));
  }
}

function errorOf(outcome: Exclude<Outcome, { value: unknown }> | undefined): Error {
  const error = Object.assign(new Error(outcome?.error), { errcode: outcome?.errcode });
  return outcome?.unavailable ? unavailable(error) : error;
}

type Call = (...args: unknown[]) => Promise<unknown>;

/** An object whose every method sends its name and arguments; a method is made when it is first asked for. */
function calls(send: (name: string, args: unknown[]) => Promise<unknown>): Writes<typeof writeOperations> {
  const made = new Map<string | symbol, Call>();
  const methodOf = (_: object, name: string | symbol): Call => {
    const known = made.get(name);
    if (known) return known;
    const call: Call = (...args) => send(String(name), args);
    made.set(name, call);
    return call;
  };
  // A cast, since the methods exist only once they are asked for; the type above checks each call.
  return new Proxy({}, { get: methodOf }) as Writes<typeof writeOperations>;
}

/** Node's watch mode and debuggers use the same port. */
const isFromWriter = (message: unknown): message is FromWriter =>
  message === 'ready' ||
  (typeof message === 'object' && message !== null && ('values' in message || 'outcomes' in message));

import { Worker } from 'node:worker_threads';
import type { FromGridThread, ToGridThread } from './grid-protocol.ts';

const MEMORY_MB = 512;

/** Number of messages that may wait, so that the thread always has a next one. */
const AHEAD = 4;

/** A thread that draws one grid. The first failure ends it. */
export class GridPainter {
  readonly #thread: Worker;
  readonly #moved: () => void;
  #unanswered = 0;
  #answered = Promise.withResolvers<void>();
  #ended: Error | null = null;
  readonly #over = Promise.withResolvers<Error>();

  /** `moved` is called when the drawing has made progress. */
  constructor(moved: () => void) {
    this.#moved = moved;
    this.#thread = new Worker(new URL('./grid-thread.ts', import.meta.url), {
      // The thread needs no settings and must not get any secrets.
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    });
    this.#thread.on('message', (message: FromGridThread) => this.#take(message));
    this.#thread.on('error', (error) => this.#end(error));
    this.#thread.once('exit', () => this.#end(new Error('the thread that draws the grid has ended')));
  }

  /** Sends a message; resolves when the thread will soon handle it. The bytes of pictures are transferred to the thread. */
  async tell(message: ToGridThread): Promise<void> {
    await this.#until(AHEAD - 1);
    this.#unanswered += 1;
    this.#thread.postMessage(message, message.kind === 'cells' ? buffersOf(message) : []);
  }

  /** Resolves when the thread has handled all messages. */
  done(): Promise<void> {
    return this.#until(0);
  }

  /** The result of `work`, unless the thread ends first. */
  orEnded<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.#over.promise.then((error) => Promise.reject(error))]);
  }

  /** Ends the thread, whatever it is doing; pending calls fail. */
  async close(): Promise<void> {
    this.#end(new Error('the grid is not wanted any more'));
    await this.#thread.terminate();
  }

  async #until(unanswered: number): Promise<void> {
    while (!this.#ended && this.#unanswered > unanswered) await this.#answered.promise;
    if (this.#ended) throw this.#ended;
  }

  #take(message: FromGridThread): void {
    this.#unanswered -= 1;
    if (message.kind === 'failed') this.#end(new Error(message.message));
    this.#wake();
    this.#moved();
  }

  #end(error: unknown): void {
    this.#ended ??= error instanceof Error ? error : new Error(String(error));
    this.#over.resolve(this.#ended);
    this.#wake();
  }

  #wake(): void {
    this.#answered.resolve();
    this.#answered = Promise.withResolvers<void>();
  }
}

function buffersOf({ cells }: Extract<ToGridThread, { kind: 'cells' }>): ArrayBuffer[] {
  return cells.flatMap(({ content }) =>
    'picture' in content && content.picture.buffer instanceof ArrayBuffer ? [content.picture.buffer] : [],
  );
}

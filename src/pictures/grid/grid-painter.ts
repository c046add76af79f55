import { Worker } from 'node:worker_threads';
import type { FromGridThread, ToGridThread } from './grid-protocol.ts';

const MEMORY_MB = 512;

/** A thread that draws one grid. One message at a time. */
export class GridPainter {
  readonly #thread: Worker;
  #answer: PromiseWithResolvers<void> | null = null;
  #ended: Error | null = null;

  constructor() {
    this.#thread = new Worker(new URL('./grid-thread.ts', import.meta.url), {
      // It needs none of the settings, and should hold none of the secrets.
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    });
    this.#thread.on('message', (message: FromGridThread) => {
      if (message.kind === 'done') this.#answer?.resolve();
      else this.#answer?.reject(new Error(message.message));
    });
    this.#thread.on('error', (error) => this.#end(error));
    this.#thread.once('exit', () => this.#end(new Error('the thread that draws the grid has ended')));
  }

  /** Resolves when it is done. The bytes of pictures are gone from here then. */
  async tell(message: ToGridThread): Promise<void> {
    if (this.#ended) throw this.#ended;
    const answer = Promise.withResolvers<void>();
    this.#answer = answer;
    this.#thread.postMessage(message, message.kind === 'cells' ? buffersOf(message) : []);
    await answer.promise;
  }

  /** Ends the thread, whatever it does; what was being waited for fails. */
  async close(): Promise<void> {
    this.#end(new Error('the grid is not wanted any more'));
    await this.#thread.terminate();
  }

  #end(error: unknown): void {
    this.#ended ??= error instanceof Error ? error : new Error(String(error));
    this.#answer?.reject(this.#ended);
  }
}

function buffersOf({ cells }: Extract<ToGridThread, { kind: 'cells' }>): ArrayBuffer[] {
  return cells.flatMap(({ content }) =>
    'picture' in content && content.picture.buffer instanceof ArrayBuffer ? [content.picture.buffer] : [],
  );
}

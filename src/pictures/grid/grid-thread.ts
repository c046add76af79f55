/** Entry of the thread that draws a grid. */
import { parentPort } from 'node:worker_threads';
import { GridCanvas } from './grid-canvas.ts';
import type { FromGridThread, ToGridThread } from './grid-protocol.ts';

class GridThread {
  #canvas: GridCanvas | null = null;
  #line: Promise<void> = Promise.resolve();

  /** Handles the messages in order. */
  take(message: ToGridThread): void {
    this.#line = this.#line.then(async () => parentPort?.postMessage(await this.#answer(message)));
  }

  async #answer(message: ToGridThread): Promise<FromGridThread> {
    try {
      await this.#do(message);
      return { kind: 'done' };
    } catch (error) {
      return { kind: 'failed', message: String(error) };
    }
  }

  async #do(message: ToGridThread): Promise<void> {
    if (message.kind === 'begin') {
      this.#canvas = await GridCanvas.begin(message);
      return;
    }
    if (!this.#canvas) throw new Error('nothing was begun');
    if (message.kind === 'strip') this.#canvas.strip(message);
    else if (message.kind === 'cells') await this.#canvas.cells(message);
    else if (message.kind === 'finish-strip') await this.#canvas.finishStrip();
    else await this.#canvas.end();
  }
}

const thread = new GridThread();
parentPort?.on('message', (message: ToGridThread) => thread.take(message));

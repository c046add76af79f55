import { setImmediate as nextTurn } from 'node:timers/promises';

/** Milliseconds of one turn of the event loop. */
const SLICE_MS = 5;

/** Work in many steps, which lets other work have its turn whenever its own has taken a few milliseconds. */
export class LongWork {
  #since = performance.now();

  /** To be called between two steps. */
  async pause(): Promise<void> {
    if (performance.now() - this.#since < SLICE_MS) return;
    await nextTurn();
    this.#since = performance.now();
  }
}

import { Worker as NodeWorker } from 'node:worker_threads';
import {
  type FromThread,
  isOurs,
  type LeftBehind,
  OURS,
  type ToRun,
  type ToThread,
} from './thread-protocol.ts';

const THREAD_MEMORY_MB = 512;

/** The messages that a run gets from its thread. */
export interface ThreadListener {
  message(message: FromThread): void;
  /** The thread as a whole has failed and ends. */
  failed(error: unknown): void;
  exited(code: number): void;
}

/** One thread: runs one item at a time. */
export class ItemThread {
  readonly #node: NodeWorker;
  #listener: ThreadListener | null = null;
  #retired = false;

  constructor(
    env: Record<string, string | undefined>,
    events: { exited(): void; leftBehind(left: LeftBehind): void },
  ) {
    this.#node = new NodeWorker(new URL('./thread-main.ts', import.meta.url), {
      env,
      resourceLimits: { maxOldGenerationSizeMb: THREAD_MEMORY_MB },
    });
    this.#node.on('message', (message: unknown) => {
      if (!isOurs(message)) return;
      const ours = message as FromThread;
      if (ours.kind === 'left-behind') events.leftBehind(ours);
      else this.#listener?.message(ours);
    });
    // A thread that fails while it is idle is simply removed when it exits.
    this.#node.on('error', (error) => this.#listener?.failed(error));
    this.#node.once('exit', (code) => {
      events.exited();
      this.#listener?.exited(code);
    });
  }

  /** Takes no further item. */
  get retired(): boolean {
    return this.#retired;
  }

  retire(): void {
    this.#retired = true;
  }

  /** Sets the run that gets the messages from now on; null: none. */
  listen(listener: ThreadListener | null): void {
    this.#listener = listener;
  }

  /** Throws if the message contains something that cannot be sent to a thread. */
  post(message: ToRun): void {
    this.#node.postMessage({ from: OURS, ...message } satisfies ToThread);
  }

  /** Ends the thread, whatever it is doing; resolves once it has ended (native code can delay that). */
  async terminate(): Promise<void> {
    await this.#node.terminate();
  }

  /** Keeps the process from ending. */
  ref(): void {
    this.#node.ref();
  }

  unref(): void {
    this.#node.unref();
  }
}

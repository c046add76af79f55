import { Worker as NodeWorker } from 'node:worker_threads';
import { outsideTaskCode } from '../../task-types/definition/task-code.ts';
import { V8_LIMIT_MB } from './out-of-memory.ts';
import { readMessage } from './thread-messages.ts';
import {
  type FromThread,
  isOurs,
  type LeftBehind,
  OURS,
  type ToRun,
  type ToThread,
} from './thread-protocol.ts';

/** The messages that a run gets from its thread. */
export interface ThreadListener {
  /** Its number: messages of earlier runs of the thread are not passed on. */
  readonly run: number;
  message(message: FromThread): void;
  /** Its code has done what the thread has to be ended for: a message that cannot be read, too much memory. */
  spoiled(error: unknown): void;
  /** The thread as a whole has failed and ends. */
  failed(error: unknown): void;
  exited(code: number): void;
}

interface ThreadEvents {
  exited(): void;
  leftBehind(left: LeftBehind): void;
}

/** One thread: runs one item at a time. */
export class ItemThread {
  readonly #node: NodeWorker;
  readonly #events: ThreadEvents;
  #listener: ThreadListener | null = null;
  #retired = false;

  constructor(env: Record<string, string | undefined>, events: ThreadEvents) {
    const options = { env, resourceLimits: { maxOldGenerationSizeMb: V8_LIMIT_MB } };
    // A thread that an inline handler caused is not the handler's own.
    this.#node = outsideTaskCode(() => new NodeWorker(new URL('./thread-main.ts', import.meta.url), options));
    this.#events = events;
    this.#node.on('message', (message: unknown) => this.#take(message));
    this.#node.on('messageerror', (error) => this.#listener?.spoiled(error));
    // A thread that fails while it is idle is simply removed when it exits.
    this.#node.on('error', (error) => this.#listener?.failed(error));
    this.#node.once('exit', (code) => {
      events.exited();
      this.#listener?.exited(code);
    });
  }

  #take(message: unknown): void {
    if (!isOurs(message)) return;
    const listener = message.run === this.#listener?.run ? this.#listener : null;
    if (!listener && message.kind !== 'left-behind') return;
    try {
      const ours = readMessage(message);
      if (ours.kind === 'left-behind') this.#events.leftBehind(ours);
      else listener?.message(ours);
    } catch (error) {
      if (listener) listener.spoiled(error);
      else this.#leftUnreadable(error as Error);
    }
  }

  #leftUnreadable(error: Error): void {
    this.#events.leftBehind({ error, type: undefined, task_id: undefined, index: undefined });
  }

  /** What its code holds in the heap, with what is not collected yet, and in buffers; nothing once it has ended. */
  async memory(): Promise<{ heap_bytes: number; buffer_bytes: number }> {
    try {
      const { used_heap_size, external_memory } = await this.#node.getHeapStatistics();
      return { heap_bytes: used_heap_size, buffer_bytes: external_memory };
    } catch {
      // It is ending.
      return { heap_bytes: 0, buffer_bytes: 0 };
    }
  }

  /** Ends the thread and fails its run, if there is one. */
  fail(error: Error): void {
    if (this.#listener) this.#listener.spoiled(error);
    else void this.terminate();
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

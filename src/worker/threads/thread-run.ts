import { answerOfThrown, type HandlerAnswer } from '../handler-answer.ts';
import type { HandlerReports, HandlerRequest, HandlerRun } from '../handler-run.ts';
import type { ItemThread, ThreadListener } from './item-thread.ts';
import type { FromThread } from './thread-protocol.ts';

/** A handler at work in a thread, seen from the main thread. */
export class ThreadRun implements HandlerRun, ThreadListener {
  readonly answer: Promise<HandlerAnswer>;
  readonly #thread: ItemThread;
  readonly #id: number;
  readonly #reports: HandlerReports;
  readonly #flag = new SharedArrayBuffer(4);
  readonly #give: (answer: HandlerAnswer) => void;
  readonly #rest: () => void;
  #over = false;

  /** `rest` is called when the thread may take another item. */
  constructor(
    thread: ItemThread,
    id: number,
    request: HandlerRequest,
    reports: HandlerReports,
    rest: () => void,
  ) {
    const { promise, resolve } = Promise.withResolvers<HandlerAnswer>();
    this.answer = promise;
    this.#give = resolve;
    this.#thread = thread;
    this.#id = id;
    this.#reports = reports;
    this.#rest = rest;
    thread.listen(this);
    try {
      thread.post({ kind: 'run', run: id, ...request, flag: this.#flag });
    } catch (error) {
      // The plan made an input that cannot be sent to a thread, a function in it for example.
      this.#end(answerOfThrown(Object.assign(error as Error, { final: true })), true);
    }
  }

  abort(reason: string): void {
    Atomics.store(new Int32Array(this.#flag), 0, 1);
    // The thread may have gone on to another item.
    if (!this.#over) this.#thread.post({ kind: 'abort', run: this.#id, reason });
  }

  async terminate(): Promise<void> {
    if (!this.#over) await this.#thread.terminate();
  }

  message(message: FromThread): void {
    // What an earlier run of this thread still says is for nobody.
    if (message.run !== this.#id) return;
    switch (message.kind) {
      case 'progress':
        this.#reports.progress(message.fraction, message.note);
        return;
      case 'log':
        this.#reports.log(message.message, message.fields);
        return;
      case 'attach':
        void this.#attach(message);
        return;
      case 'done':
        if (message.spoiled) void this.#endSpoiled(message.answer);
        else this.#end(message.answer, true);
    }
  }

  failed(error: unknown): void {
    this.#end(answerOfThrown(error), false);
  }

  exited(code: number): void {
    const text = `The thread of this item ended by itself (exit code ${code}).`;
    this.#end(answerOfThrown(Object.assign(new Error(text), { name: 'ThreadEnded' })), false);
  }

  #end(answer: HandlerAnswer, reusable: boolean): void {
    this.#over = true;
    this.#thread.listen(null);
    if (reusable) this.#rest();
    this.#give(answer);
  }

  /** The handler may still run: its place is free once the thread is gone. */
  async #endSpoiled(answer: HandlerAnswer): Promise<void> {
    this.#thread.listen(null);
    await this.#thread.terminate();
    this.#end(answer, false);
  }

  async #attach(message: Extract<FromThread, { kind: 'attach' }>): Promise<void> {
    const { call, name, bytes, content_type, size } = message;
    let error: string | null = null;
    try {
      await this.#reports.attach(name, bytes, content_type, size);
    } catch (thrown) {
      error = thrown instanceof Error ? thrown.message : String(thrown);
    }
    if (!this.#over) this.#thread.post({ kind: 'attached', run: this.#id, call, error });
  }
}

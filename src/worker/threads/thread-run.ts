import { answerOfThrown, errorFromThrown, type HandlerAnswer, isFinalError } from '../handler-answer.ts';
import type { HandlerReports, HandlerRequest, HandlerRun } from '../handler-run.ts';
import type { ItemThread, ThreadListener } from './item-thread.ts';
import { OutOfMemory } from './out-of-memory.ts';
import { type AttachFault, type FromThread, RunCell } from './thread-protocol.ts';

/** How long a reused thread may take until it begins the next run, in milliseconds. */
const UNANSWERED_MS = 1_000;

/** Where a run gets its thread from. */
export interface ThreadSource {
  /** A reused thread, if there is one. */
  takeRested(): ItemThread | undefined;
  start(): ItemThread;
  /** The thread may take another run. */
  rest(thread: ItemThread): void;
  /** Code of this task type has changed a built-in in the thread. */
  changed(thread: ItemThread, task_type: string, built_in: string): void;
}

/** A handler that runs in a thread, seen from the main thread. */
export class ThreadRun implements HandlerRun, ThreadListener {
  readonly answer: Promise<HandlerAnswer>;
  readonly #source: ThreadSource;
  readonly run: number;
  readonly #request: HandlerRequest;
  readonly #reports: HandlerReports;
  readonly #give: (answer: HandlerAnswer) => void;
  #thread: ItemThread;
  #cells = new Int32Array(new SharedArrayBuffer(8));
  #unanswered: NodeJS.Timeout | undefined;
  #reusable = false;
  #over = false;

  constructor(source: ThreadSource, id: number, request: HandlerRequest, reports: HandlerReports) {
    const { promise, resolve } = Promise.withResolvers<HandlerAnswer>();
    this.answer = promise;
    this.#give = resolve;
    this.#source = source;
    this.run = id;
    this.#request = request;
    this.#reports = reports;
    const rested = source.takeRested();
    this.#thread = rested ?? source.start();
    this.#send();
    if (rested && !this.#over) {
      this.#unanswered = setTimeout(() => this.#takeBack(), UNANSWERED_MS);
      this.#unanswered.unref();
    }
  }

  abort(reason: string): void {
    Atomics.store(this.#cells, RunCell.cancelled, 1);
    // The thread may have gone on to another item.
    if (!this.#over) this.#thread.post({ kind: 'abort', run: this.run, reason });
  }

  get isGone(): boolean {
    return this.#over && !this.#reusable;
  }

  release(): void {
    if (this.#reusable) this.#source.rest(this.#thread);
  }

  async terminate(): Promise<void> {
    this.#reusable = false;
    await this.#thread.terminate();
  }

  message(message: FromThread): void {
    switch (message.kind) {
      case 'begun':
        this.#reports.begun();
        return;
      case 'progress':
        this.#reports.progress(message.fraction, message.note);
        return;
      case 'log':
        this.#reports.log(message.lines);
        return;
      case 'folder':
        this.#reports.usesFolder();
        return;
      case 'program':
        this.#program(message);
        return;
      case 'attach':
        void this.#attach(message);
        return;
      case 'done':
        if (message.changed !== undefined)
          this.#source.changed(this.#thread, this.#request.type, message.changed);
        if (message.spoiled) void this.#endSpoiled(message.answer);
        else this.#end(message.answer, true);
    }
  }

  spoiled(error: unknown): void {
    void this.#endSpoiled(answerOfThrown(error));
  }

  failed(error: unknown): void {
    const out_of_memory = (error as NodeJS.ErrnoException | null)?.code === 'ERR_WORKER_OUT_OF_MEMORY';
    this.#end(answerOfThrown(out_of_memory ? OutOfMemory.ofHeap() : error), false);
  }

  exited(code: number): void {
    const text = `The thread of this item ended by itself (exit code ${code}).`;
    const zh = `此任务项的线程自行结束了（退出码 ${code}）。`;
    this.#end(answerOfThrown(Object.assign(new Error(text), { name: 'ThreadEnded', zh })), false);
  }

  #send(): void {
    this.#thread.listen(this);
    try {
      const end = this.#reports.programs.shared();
      this.#thread.post({ kind: 'run', run: this.run, ...this.#request, cells: this.#cells, end });
    } catch (error) {
      // The plan made an input that cannot be sent to a thread, for example one that contains a function.
      this.#end(answerOfThrown(Object.assign(error as Error, { final: true })), true);
    }
  }

  /** Code that an earlier run left behind keeps the thread busy: the run, which has not begun, moves to another thread. */
  #takeBack(): void {
    if (Atomics.compareExchange(this.#cells, RunCell.start, 0, 2) !== 0) return;
    this.#thread.listen(null);
    void this.#thread.terminate();
    const cells = new Int32Array(new SharedArrayBuffer(8));
    cells[RunCell.cancelled] = Atomics.load(this.#cells, RunCell.cancelled);
    this.#cells = cells;
    this.#thread = this.#source.start();
    this.#send();
  }

  #program({ pid, is }: Extract<FromThread, { kind: 'program' }>): void {
    const { programs } = this.#reports;
    if (is === 'starting') programs.starting();
    else if (is === 'gone') programs.exited(pid);
    else programs.started(pid, is === 'detached');
  }

  #end(answer: HandlerAnswer, reusable: boolean): void {
    this.#over = true;
    clearTimeout(this.#unanswered);
    this.#thread.listen(null);
    this.#reusable = reusable;
    this.#give(answer);
  }

  /** The handler may still be running: its place is free once the thread has ended. */
  async #endSpoiled(answer: HandlerAnswer): Promise<void> {
    this.#thread.listen(null);
    await this.#thread.terminate();
    this.#end(answer, false);
  }

  async #attach(message: Extract<FromThread, { kind: 'attach' }>): Promise<void> {
    const { call, name, content, content_type, size } = message;
    let error: AttachFault | null = null;
    try {
      await this.#reports.attach(name, content, content_type, size);
    } catch (thrown) {
      const { type, message, zh } = errorFromThrown(thrown);
      error = { type, message, ...(zh !== undefined && { zh }), final: isFinalError(thrown) };
    }
    if (!this.#over) this.#thread.post({ kind: 'attached', run: this.run, call, error });
  }
}

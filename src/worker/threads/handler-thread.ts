/** The code inside a thread: runs what the main thread sends, one item at a time. */
import type { MessagePort, Transferable } from 'node:worker_threads';
import { inTaskCode, type TaskCode, taskCodeNow } from '../../task-types/definition/task-code.ts';
import { loadHandler } from '../../task-types/definition/task-module.ts';
import { answerOfResult, answerOfThrown, type HandlerAnswer } from '../handler-answer.ts';
import { watchSpawns } from '../programs/watch-spawns.ts';
import { BuiltIns } from './built-ins.ts';
import { ThreadContext } from './thread-context.ts';
import type { ThreadOutput } from './thread-output.ts';
import {
  type FromRun,
  type FromThread,
  isOurs,
  OURS,
  type RunMessage,
  type ToThread,
} from './thread-protocol.ts';

type Handler = Awaited<ReturnType<typeof loadHandler>>;

/** From then on, a thread between two runs counts as idle. */
const IDLE_MS = 2;

export class HandlerThread {
  /** Kept before task code is loaded, which may replace the method. */
  readonly #post: MessagePort['postMessage'];
  readonly #outputs: readonly ThreadOutput[];
  readonly #built_ins = new BuiltIns();
  readonly #handlers = new Map<string, Promise<Handler>>();
  /** When the last run ended. */
  #ended_at = 0;
  /** The run under way. */
  #running: { context: ThreadContext; code: TaskCode } | null = null;

  constructor(port: MessagePort, outputs: readonly ThreadOutput[]) {
    const post = port.postMessage.bind(port);
    this.#post = post;
    // The main thread ignores what is not ours, but only once it has read it.
    port.postMessage = (message, transfer) => {
      if (isOurs(message)) post(message, transfer as Transferable[]);
    };
    this.#outputs = outputs;
    port.on('message', (message: unknown) => {
      if (isOurs(message)) this.#receive(message as ToThread);
    });
    watchSpawns(() => this.#running?.code.programs);
    this.#refuseExit();
    const onUnhandled = (thrown: unknown) => this.#onUnhandled(thrown);
    process.on('unhandledRejection', onUnhandled).on('uncaughtException', onUnhandled);
    // The main thread reads what was sent before it learns of the exit.
    process.on('exit', () => {
      this.#running?.context.flush();
      this.#flushOutputs();
    });
  }

  #receive(message: ToThread): void {
    switch (message.kind) {
      case 'run':
        void this.#run(message);
        return;
      case 'abort': {
        const { context, code } = this.#running ?? {};
        // Errors of listeners are thrown in the context of the code that aborts.
        if (context && code?.run === message.run)
          inTaskCode(code, () => context.abort(new Error(message.reason)));
        return;
      }
      case 'attached':
        if (this.#running?.code.run === message.run)
          this.#running.context.attached(message.call, message.error);
    }
  }

  async #run(request: RunMessage): Promise<void> {
    const { run, type, task_id, index } = request;
    const context = new ThreadContext(request, (message, transfer) => this.#send(run, message, transfer));
    const code: TaskCode = { type, task_id, index, run, programs: context.programs() };
    if (this.#changedWhileIdle()) return;
    if (!context.mayStart()) return;
    this.#running = { context, code };
    const answer = await this.#answer(request, context, code);
    context.end();
    this.#flushOutputs();
    this.#running = null;
    this.#ended_at = performance.now();
    this.#send(run, { kind: 'done', answer, changed: this.#built_ins.changed() ?? undefined });
  }

  #flushOutputs(): void {
    for (const output of this.#outputs) output.flush();
  }

  /** The main thread gives a run that does not start to another thread. */
  #changedWhileIdle(): boolean {
    // Between two runs in a row there is hardly time for it, and the check after the run finds it as well.
    if (performance.now() - this.#ended_at < IDLE_MS) return false;
    const changed = this.#built_ins.changed();
    if (changed === null) return false;
    const error = new Error(`${changed} was changed by what an earlier item left running.`);
    this.#send(0, { kind: 'left-behind', error, type: undefined, task_id: undefined, index: undefined });
    return true;
  }

  async #answer(request: RunMessage, context: ThreadContext, code: TaskCode): Promise<HandlerAnswer> {
    try {
      const run = await this.#handler(request.file);
      const result = await this.#begin(run, request, context, code);
      await context.attachmentsEnded();
      return answerOfResult(result);
    } catch (error) {
      return answerOfThrown(error);
    }
  }

  #begin(run: Handler, request: RunMessage, context: ThreadContext, code: TaskCode): unknown {
    try {
      return inTaskCode(code, () => run(request.input, context.forHandler()));
    } finally {
      if (request.tells_begin) this.#send(request.run, { kind: 'begun' });
    }
  }

  #handler(file: string): Promise<Handler> {
    let handler = this.#handlers.get(file);
    if (!handler) {
      handler = loadHandler(file);
      this.#handlers.set(file, handler);
    }
    return handler;
  }

  /** Code that an earlier run left behind must not end the current item: `process.exit` ends a thread only for its own run. */
  #refuseExit(): void {
    const exit = process.exit.bind(process);
    process.exit = (code) => {
      const run = taskCodeNow()?.run;
      if (run !== undefined && run !== this.#running?.code.run)
        throw new Error('process.exit was called by what an earlier item left running.');
      return exit(code);
    };
  }

  /**
   * Handles an unhandled error. It fails the run that caused it, or, if that is unknown, the current run, which may be waiting for
   * something that will never happen. Errors of code that an earlier run left behind do not fail the next item.
   */
  #onUnhandled(thrown: unknown): void {
    const code = taskCodeNow();
    const running = this.#running?.code.run;
    if (running !== undefined && (code?.run === undefined || code.run === running)) {
      this.#running?.context.flush();
      this.#send(running, { kind: 'done', answer: answerOfThrown(thrown), spoiled: true });
      return;
    }
    const { type = 'Error', message = '' } = answerOfThrown(thrown).error ?? {};
    // A new error instead: the thrown value may not be sendable.
    const error = Object.assign(new Error(message), { name: type });
    if (thrown instanceof Error && typeof thrown.stack === 'string') error.stack = thrown.stack;
    const { run = 0, type: taskType, task_id, index } = code ?? {};
    this.#send(run, { kind: 'left-behind', error, type: taskType, task_id, index });
  }

  #send(run: number, message: FromRun, transfer: ArrayBuffer[] = []): void {
    this.#post({ from: OURS, run, ...message } satisfies FromThread, transfer);
  }
}

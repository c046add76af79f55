import type { RunContext } from '../task-types/definition/define-task-type.ts';
import type { TaskType } from '../task-types/definition/registry.ts';
import { inTaskCode, outsideTaskCode, type TaskCode } from '../task-types/definition/task-code.ts';
import { AttachmentsUnderWay } from './attachments-under-way.ts';
import { makeFolder } from './attempt-folder.ts';
import { answerOfResult, answerOfThrown, type HandlerAnswer } from './handler-answer.ts';
import type { HandlerReports, HandlerRequest, HandlerRun } from './handler-run.ts';
import { LogThrottle } from './log-throttle.ts';
import { ProgressThrottle } from './progress-throttle.ts';

/**
 * Runs a handler on this event loop. The properties of its context are created when they are first used, because most handlers, which
 * run by the ten thousand, use few of them.
 */
export class InlineRun implements HandlerRun {
  readonly isGone = false;
  readonly answer: Promise<HandlerAnswer>;
  readonly #request: HandlerRequest;
  readonly #reports: HandlerReports;
  readonly #code: TaskCode;
  #abort: AbortController | undefined;
  #progress: ProgressThrottle | undefined;
  #log: LogThrottle | undefined;
  #attaching: AttachmentsUnderWay | undefined;
  #abort_reason: string | null = null;
  #over = false;

  constructor(run: TaskType['run'], request: HandlerRequest, reports: HandlerReports) {
    const { type, task_id, index } = request;
    this.#request = request;
    this.#reports = reports;
    this.#code = { type, task_id, index, programs: reports.programs };
    this.answer = this.#run(run);
  }

  abort(reason: string): void {
    if (this.#abort_reason !== null) return;
    this.#abort_reason = reason;
    const controller = this.#abort;
    // Errors of listeners are thrown in the context of the code that aborts.
    if (controller) inTaskCode(this.#code, () => controller.abort(new Error(reason)));
  }

  release(): void {}

  /** A promise cannot be ended from outside, so this waits until the handler returns. */
  async terminate(): Promise<void> {
    await this.answer;
  }

  async #run(run: TaskType['run']): Promise<HandlerAnswer> {
    try {
      const context = this.#context();
      const result = await this.#begin(run, context);
      await this.#attaching?.ended();
      return answerOfResult(result);
    } catch (error) {
      return answerOfThrown(error);
    } finally {
      this.#progress?.flush();
      this.#log?.flush();
      this.#over = true;
    }
  }

  #begin(run: TaskType['run'], context: RunContext): unknown {
    try {
      return inTaskCode(this.#code, () => run(this.#request.input, context));
    } finally {
      if (this.#request.tells_begin) this.#reports.begun();
    }
  }

  /** Functions and not methods, because handlers destructure the object. */
  #context(): RunContext {
    const run = this;
    const { attempt, task_id, index } = this.#request;
    let log: RunContext['log'] | undefined;
    return {
      get signal() {
        return run.#signal();
      },
      get cancelled() {
        return run.#abort_reason !== null;
      },
      attempt,
      task_id,
      index,
      get temp() {
        return run.#folder();
      },
      progress: (fraction, note) => this.#tell(fraction, note),
      get log() {
        log ??= run.#logFunction();
        return log;
      },
      attach: (...file) => this.#attach(file),
    };
  }

  #attach(file: Parameters<RunContext['attach']>): Promise<void> {
    if (this.#over) return Promise.resolve();
    this.#attaching ??= new AttachmentsUnderWay();
    return this.#attaching.add(async () => {
      try {
        await outsideTaskCode(() => this.#reports.attach(...file));
      } catch (error) {
        // Of a handler that threw before its file was stored, nobody waits for the file.
        if (!this.#over) throw error;
      }
    });
  }

  #signal(): AbortSignal {
    if (!this.#abort) {
      this.#abort = new AbortController();
      if (this.#abort_reason !== null) this.#abort.abort(new Error(this.#abort_reason));
    }
    return this.#abort.signal;
  }

  #folder(): string {
    if (this.#over) throw new Error('The attempt is over: its folder is gone.');
    this.#reports.usesFolder();
    return makeFolder(this.#request.folder);
  }

  #tell(fraction: number, note: string | undefined): void {
    if (this.#over) return;
    this.#progress ??= new ProgressThrottle(
      (...report) => this.#reports.progress(...report),
      (text) => this.#lines().add('warn', text, null),
    );
    this.#progress.report(fraction, note);
  }

  #logFunction(): RunContext['log'] {
    return this.#lines().forHandler(() => this.#over);
  }

  #lines(): LogThrottle {
    this.#log ??= new LogThrottle((lines) => this.#reports.log(lines));
    return this.#log;
  }
}

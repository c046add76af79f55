import type { RunContext } from '../task-types/definition/define-task-type.ts';
import type { TaskType } from '../task-types/definition/registry.ts';
import { inTaskCode, outsideTaskCode, type TaskCode } from '../task-types/definition/task-code.ts';
import { makeFolder } from './attempt-folder.ts';
import { answerOfResult, answerOfThrown, type HandlerAnswer } from './handler-answer.ts';
import type { HandlerReports, HandlerRequest, HandlerRun } from './handler-run.ts';
import { LogThrottle } from './log-throttle.ts';
import { ProgressThrottle } from './progress-throttle.ts';

/** Runs a handler on this event loop. */
export class InlineRun implements HandlerRun {
  readonly isGone = false;
  readonly answer: Promise<HandlerAnswer>;
  readonly #abort = new AbortController();
  readonly #code: TaskCode;
  readonly #progress: ProgressThrottle;
  readonly #log: LogThrottle;
  #over = false;

  constructor(run: TaskType['run'], request: HandlerRequest, reports: HandlerReports) {
    const { type, task_id, index } = request;
    this.#code = { type, task_id, index, programs: reports.programs };
    this.#progress = new ProgressThrottle((fraction, note) => reports.progress(fraction, note));
    this.#log = new LogThrottle((lines) => reports.log(lines));
    this.answer = this.#run(run, request, reports);
  }

  abort(reason: string): void {
    // What listeners throw is thrown in the context of whoever aborts.
    inTaskCode(this.#code, () => this.#abort.abort(new Error(reason)));
  }

  release(): void {}

  /** Nothing can end a promise from outside: this waits until the handler lets go. */
  async terminate(): Promise<void> {
    await this.answer;
  }

  async #run(run: TaskType['run'], request: HandlerRequest, reports: HandlerReports): Promise<HandlerAnswer> {
    try {
      const context = this.#context(request, reports);
      return answerOfResult(await inTaskCode(this.#code, () => run(request.input, context)));
    } catch (error) {
      return answerOfThrown(error);
    } finally {
      this.#progress.flush();
      this.#log.flush();
      this.#over = true;
    }
  }

  /** An object of functions, not of methods: handlers take it apart. */
  #context({ attempt, task_id, index, folder }: HandlerRequest, reports: HandlerReports): RunContext {
    const { signal } = this.#abort;
    const folderNow = () => {
      if (this.#over) throw new Error('The attempt is over: its folder is gone.');
      reports.usesFolder();
      return makeFolder(folder);
    };
    return {
      signal,
      get cancelled() {
        return signal.aborted;
      },
      attempt,
      task_id,
      index,
      get temp() {
        return folderNow();
      },
      progress: (fraction, note) => {
        if (!this.#over) outsideTaskCode(() => this.#progress.report(Number(fraction), note));
      },
      log: this.#log.forHandler(() => this.#over),
      attach: async (...file) => {
        if (!this.#over) await outsideTaskCode(() => reports.attach(...file));
      },
    };
  }
}

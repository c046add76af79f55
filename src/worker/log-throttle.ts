import type { ItemLogLine } from '../data/contracts/index.ts';
import type { LogFunction } from '../task-types/definition/define-task-type.ts';
import { outsideTaskCode } from '../task-types/definition/task-code.ts';
import { readable, readableFields, toJson } from './readable.ts';
import { Throttle } from './throttle.ts';

/** Lines of one attempt in a quarter of a second; as many as an item keeps. */
const MOST_LINES = 200;
/** Of the lines after them, the newest warnings and errors are kept: in a flood of lines, the reason of a failure is the last one. */
const MOST_LATER = 50;
/** Of the warnings and errors of a quarter of a second, so many do not wait: what follows may end or block the thread. */
const MOST_AT_ONCE = 10;

export type HandlerLine = Omit<ItemLogLine, 'attempt'>;

/** Passes lines on in groups, about four times a second and some hundreds at a time, so that a handler that logs in a loop blocks nobody. */
export class LogThrottle {
  readonly #throttle: Throttle;
  readonly #send: (lines: HandlerLine[]) => void;
  #lines: HandlerLine[] = [];
  #later: HandlerLine[] = [];
  #left_out = 0;
  /** What was passed on at once in this quarter of a second. */
  #passed = { times: 0, lines: 0, later: 0 };

  constructor(send: (lines: HandlerLine[]) => void) {
    this.#send = send;
    this.#throttle = new Throttle(() => {
      this.#pass();
      this.#passed = { times: 0, lines: 0, later: 0 };
    });
  }

  add(level: HandlerLine['level'], message: unknown, fields: unknown): void {
    const problem = level === 'warn' || level === 'error';
    if (this.#passed.lines + this.#lines.length < MOST_LINES)
      this.#lines.push(lineOf(level, message, fields));
    else if (problem) this.#addLater(lineOf(level, message, fields));
    else this.#left_out += 1;
    this.#throttle.ask();
    if (problem && this.#passed.times < MOST_AT_ONCE) this.#passAtOnce();
  }

  #addLater(one: HandlerLine): void {
    if (this.#passed.later + this.#later.length === MOST_LATER) {
      this.#later.shift();
      this.#left_out += 1;
    }
    this.#later.push(one);
  }

  #passAtOnce(): void {
    if (this.#lines.length + this.#later.length === 0) return;
    this.#passed.times += 1;
    this.#passed.lines += this.#lines.length;
    this.#passed.later += this.#later.length;
    outsideTaskCode(() => this.#pass());
  }

  #pass(): void {
    const lines = this.#lines;
    // Not a warning itself, because these outlast other lines.
    if (this.#left_out > 0) {
      const told = line('info', `${this.#left_out} lines were left out here`, null);
      lines.push({ ...told, at: this.#later[0]?.at ?? told.at });
    }
    lines.push(...this.#later);
    if (lines.length === 0) return;
    this.#lines = [];
    this.#later = [];
    this.#left_out = 0;
    this.#send(lines);
  }

  /** Passes the waiting lines on now. */
  flush(): void {
    this.#throttle.now();
  }

  /** The `ctx.log` of a handler; `isOver` says when it must no longer log. */
  forHandler(isOver: () => boolean): LogFunction {
    const at =
      (level: HandlerLine['level']) =>
      (message: unknown, fields?: unknown): void => {
        if (!isOver()) this.add(level, message, fields);
      };
    return Object.assign(at('info'), {
      debug: at('debug'),
      info: at('info'),
      warn: at('warn'),
      error: at('error'),
    });
  }
}

const lineOf = (level: HandlerLine['level'], message: unknown, fields: unknown): HandlerLine =>
  line(level, textOf(message), fields === undefined || fields === null ? null : readableFields(fields));

const line = (level: HandlerLine['level'], message: string, fields: HandlerLine['fields']): HandlerLine => ({
  at: new Date().toISOString(),
  level,
  message,
  fields,
});

function textOf(message: unknown): string {
  const plain = readable(message);
  return typeof plain === 'string' ? plain : toJson(plain);
}

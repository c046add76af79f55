import type { ItemLogLine } from '../data/contracts/index.ts';
import type { LogFunction } from '../task-types/definition/define-task-type.ts';
import { readable, readableFields, toJson } from './readable.ts';
import { Throttle } from './throttle.ts';

/** Lines of one attempt in a quarter of a second; as many as an item keeps. */
const MOST_LINES = 200;
/** Of the lines after them, the newest warnings and errors are kept: in a flood of lines, the reason of a failure is the last one. */
const MOST_LATER = 50;

export type HandlerLine = Pick<ItemLogLine, 'at' | 'level' | 'message' | 'fields'>;

/** Passes lines on in groups, at most four times a second and some hundreds at a time, so that a handler that logs in a loop blocks nobody. */
export class LogThrottle {
  readonly #throttle: Throttle;
  #lines: HandlerLine[] = [];
  #later: HandlerLine[] = [];
  #left_out = 0;

  constructor(send: (lines: HandlerLine[]) => void) {
    this.#throttle = new Throttle(() => {
      if (this.#lines.length === 0) return;
      const lines = this.#lines;
      if (this.#left_out > 0) lines.push(line('warn', `${this.#left_out} lines were left out here`, null));
      lines.push(...this.#later);
      this.#lines = [];
      this.#later = [];
      this.#left_out = 0;
      send(lines);
    });
  }

  add(level: HandlerLine['level'], message: unknown, fields: unknown): void {
    if (this.#lines.length < MOST_LINES) this.#lines.push(lineOf(level, message, fields));
    else this.#addLater(level, message, fields);
    this.#throttle.ask();
  }

  #addLater(level: HandlerLine['level'], message: unknown, fields: unknown): void {
    const kept = level === 'warn' || level === 'error';
    if (!kept || this.#later.length === MOST_LATER) this.#left_out += 1;
    if (!kept) return;
    if (this.#later.length === MOST_LATER) this.#later.shift();
    this.#later.push(lineOf(level, message, fields));
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

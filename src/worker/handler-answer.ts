/** What a handler returned or threw, as plain data that a thread can send and a store can keep. */
import { isPromise } from 'node:util/types';
import { cutText } from '../runtime/text.ts';
import { waitForFiles } from './out-of-files.ts';
import { readable, toJson, UNREADABLE } from './readable.ts';

/** Seconds. */
const MOST_RETRY_AFTER = 86_400;
/** The largest result of an item, in bytes of JSON. Larger data has to be attached as a file with `ctx.attach`. */
export const MOST_RESULT_BYTES = 256 * 1024;
/** Callers in other languages refuse deeper JSON, and with it the whole page of items. */
const MOST_LEVELS = 100;
const MOST_MESSAGE = 4_000;
const MOST_STACK = 8_000;
const MOST_CAUSES = 4;

/** A thrown error as data. `message` has at most 4,000 UTF-16 units, `stack` 8,000, `cause` four causes in turn. */
export interface ThrownError {
  type: string;
  message: string;
  /** The message in Chinese: the error's `zh` property. */
  zh?: string;
  stack?: string;
  cause?: ThrownError;
  /** The error's `log_only` property: for the server's log, never stored with the item. */
  log_only?: unknown;
}

export type HandlerAnswer =
  /** `result` is JSON text. */
  | { result: string; error: null }
  /** `final`: running the item again cannot help. */
  | { result: null; error: ThrownError & { final: boolean; retry_after?: number } };

/** A result as JSON text. A result that JSON cannot represent or that is too large is a final error of the item. */
export function answerOfResult(value: unknown): HandlerAnswer {
  try {
    const result = wellFormedJson(toJson(value) ?? 'null');
    if (Buffer.byteLength(result) > MOST_RESULT_BYTES)
      return finalError(
        'ResultTooLarge',
        `The result has more than ${MOST_RESULT_BYTES} bytes; keep large things as files.`,
        `结果超过 ${MOST_RESULT_BYTES} 字节；请将较大的内容保存为文件。`,
      );
    if (levelsOf(result) > MOST_LEVELS)
      return finalError(
        'ResultTooDeep',
        `The result has lists and objects more than ${MOST_LEVELS} levels deep.`,
        `结果中的列表和对象嵌套超过 ${MOST_LEVELS} 层。`,
      );
    return { result, error: null };
  } catch (error) {
    return finalError(
      'ResultNotJson',
      `The result cannot be written as JSON: ${errorFromThrown(error).message}`,
    );
  }
}

/** `JSON.stringify` writes lone surrogates as escapes, which many readers refuse. It writes nothing else in this form. */
const wellFormedJson = (json: string): string =>
  json.includes('\\ud')
    ? json.replaceAll(/\\\\|\\ud[89a-f][0-9a-f]{2}/g, (found) => (found === '\\\\' ? found : '\\ufffd'))
    : json;

/** How deep lists and objects of valid JSON are nested. */
function levelsOf(json: string): number {
  let level = 0;
  let deepest = 0;
  for (let at = 0; at < json.length; at += 1) {
    const char = json[at];
    if (char === '"') {
      at = json.indexOf('"', at + 1);
      while (isEscaped(json, at)) at = json.indexOf('"', at + 1);
    } else if (char === '[' || char === '{') deepest = Math.max(deepest, ++level);
    else if (char === ']' || char === '}') level -= 1;
  }
  return deepest;
}

function isEscaped(json: string, at: number): boolean {
  let before = at - 1;
  while (json[before] === '\\') before -= 1;
  return (at - before) % 2 === 0;
}

export const finalError = (type: string, message: string, zh?: string): HandlerAnswer => ({
  result: null,
  error: { type, message, ...(zh !== undefined && { zh }), final: true },
});

/** Converts any thrown value. Never throws. */
export function answerOfThrown(thrown: unknown): HandlerAnswer {
  const retry_after = retryAfterOf(thrown);
  const error = { ...errorFromThrown(thrown), final: isFinalError(thrown) };
  return { result: null, error: retry_after === undefined ? error : { ...error, retry_after } };
}

/** Seconds, at most a day; undefined if the error neither asks for a valid time nor passes by itself. */
function retryAfterOf(thrown: unknown): number | undefined {
  try {
    const { retry_after } = (typeof thrown === 'object' && thrown !== null ? thrown : {}) as {
      retry_after?: unknown;
    };
    const makes_sense =
      typeof retry_after === 'number' && retry_after >= 0 && retry_after <= MOST_RETRY_AFTER;
    return makes_sense ? retry_after : waitForFiles(thrown);
  } catch {
    // A getter or a proxy that throws says nothing.
    return undefined;
  }
}

/** Whether it says that running the item again cannot help. */
export function isFinalError(thrown: unknown): boolean {
  try {
    return typeof thrown === 'object' && thrown !== null && (thrown as { final?: unknown }).final === true;
  } catch {
    // A getter or a proxy that throws says nothing.
    return false;
  }
}

/** A thrown value as data. Never throws: throwing getters, proxies and the like become an `Unprintable` error. */
export function errorFromThrown(thrown: unknown, causes = MOST_CAUSES): ThrownError {
  try {
    return describe(thrown, causes);
  } catch {
    // Reading it is what failed, so nothing more can be said of it.
    return { type: 'Unprintable', message: 'The handler threw something that cannot be read.' };
  }
}

/** Its reason is known only later. */
const PROMISE = {
  message: 'The handler threw a promise instead of an error: an await is missing.',
  zh: '处理程序抛出的是 Promise 而不是错误：缺少 await。',
};

function describe(thrown: unknown, causes: number): ThrownError {
  if (typeof thrown === 'string') return { type: 'Error', message: cutText(thrown, MOST_MESSAGE) };
  if (typeof thrown !== 'object' || thrown === null)
    return { type: 'Error', message: cutText(`The handler threw ${textOf(thrown)}.`, MOST_MESSAGE) };
  if (isPromise(thrown)) return { type: 'Error', ...PROMISE };
  const { name, message, stack, cause } = thrown as Partial<Record<keyof Error, unknown>>;
  const error: ThrownError = {
    type: typeof name === 'string' && name !== '' ? cutText(name, 100) : 'Error',
    message: cutText(typeof message === 'string' ? message : textOf(thrown), MOST_MESSAGE),
  };
  const { log_only, zh } = thrown as { log_only?: unknown; zh?: unknown };
  if (typeof zh === 'string') error.zh = cutText(zh, MOST_MESSAGE);
  if (log_only !== undefined) error.log_only = readable(log_only);
  if (typeof stack === 'string') error.stack = cutText(stack, MOST_STACK);
  if (cause !== undefined && causes > 0) error.cause = errorFromThrown(cause, causes - 1);
  return error;
}

function textOf(value: unknown): string {
  const plain = readable(value);
  if (plain === UNREADABLE) throw new TypeError(UNREADABLE);
  return typeof plain === 'string' ? plain : toJson(plain);
}

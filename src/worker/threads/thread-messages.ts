/**
 * Reads what a thread sends. The code of a task type has the same port and the same built-ins as ours, so a message may contain
 * everything that can be cloned, also by accident: what is wrong in it must not fail anything but its item.
 */
import { MOST_RESULT_BYTES } from '../handler-answer.ts';
import type { FromRun, FromThread } from './thread-protocol.ts';

/** Longer than every text of a log line or an error that our own code sends. */
const LONGEST_TEXT = 400_000;
const MOST_LINES = 1_000;
/** Of causes in turn, and of values in a value. */
const DEEPEST = 10;
const MOST_VALUES = 5_000;
const LEVELS = new Set<unknown>(['debug', 'info', 'warn', 'error']);
const PROGRAM_IS = new Set<unknown>(['starting', 'started', 'detached', 'gone']);

type Fields = Record<string, unknown>;

/** Fails the item whose code sent it. */
export class UnreadableMessage extends Error {
  override readonly name = 'UnreadableMessage';
  readonly zh: string;

  constructor(kind: string) {
    super(
      `The code of this item sent a message that the server cannot read (${kind}). Its thread was ended.`,
    );
    this.zh = `此任务项的代码发送了服务器无法读取的消息（${kind}），其线程已被结束。`;
  }
}

/** Throws `UnreadableMessage`. */
export function readMessage(message: { kind?: unknown }): FromThread {
  const kind = isText(message.kind, 100) ? message.kind : 'unknown';
  if (SOUND.get(kind)?.(message as Fields) !== true) throw new UnreadableMessage(kind);
  return message as FromThread;
}

const SOUND = new Map<string, (message: Fields) => boolean>(
  Object.entries({
    begun: () => true,
    folder: () => true,
    progress: ({ fraction, note }) => typeof fraction === 'number' && isTextIfAny(note),
    log: ({ lines }) => Array.isArray(lines) && lines.length <= MOST_LINES && lines.every(isLine),
    // What is wrong in a file is an error of the call, not of the message.
    attach: ({ call, content, size }) =>
      Number.isSafeInteger(call) && isFields(content) && isFieldsIfAny(size),
    program: ({ pid, is }) =>
      PROGRAM_IS.has(is) && Number.isSafeInteger(pid) && Number(pid) >= (is === 'starting' ? 0 : 2),
    done: ({ answer, changed }) => isAnswer(answer) && isTextIfAny(changed),
    'left-behind': ({ error, type, task_id, index }) =>
      error instanceof Error &&
      isTextIfAny(type) &&
      isTextIfAny(task_id) &&
      (index === undefined || Number.isSafeInteger(index)),
  } satisfies Record<FromRun['kind'], (message: Fields) => boolean>),
);

function isLine(line: unknown): boolean {
  if (!isFields(line)) return false;
  const { at, level, message, fields } = line;
  return (
    isText(at, 24) &&
    !Number.isNaN(Date.parse(at)) &&
    LEVELS.has(level) &&
    isText(message) &&
    (fields === null || (isFields(fields) && isPlain(fields)))
  );
}

function isAnswer(answer: unknown): boolean {
  if (!isFields(answer)) return false;
  const { result, error } = answer;
  if (typeof result === 'string')
    return error === null && Buffer.byteLength(result) <= MOST_RESULT_BYTES && isJson(result);
  if (result !== null || !isFields(error)) return false;
  const { final, retry_after } = error;
  return (
    typeof final === 'boolean' &&
    (retry_after === undefined || (Number.isFinite(retry_after) && Number(retry_after) >= 0)) &&
    isError(error, DEEPEST)
  );
}

function isError(error: unknown, depth: number): boolean {
  if (!isFields(error) || depth === 0) return false;
  const { type, message, zh, stack, cause, log_only } = error;
  return (
    isText(type) &&
    isText(message) &&
    isTextIfAny(zh) &&
    isTextIfAny(stack) &&
    (log_only === undefined || isPlain(log_only)) &&
    (cause === undefined || isError(cause, depth - 1))
  );
}

/** Whether it is data of JSON, in a size that can be written into a log line. */
function isPlain(value: unknown): boolean {
  let values = MOST_VALUES;
  let characters = LONGEST_TEXT;
  const plain = (one: unknown, depth: number): boolean => {
    values -= 1;
    if (values < 0 || depth === 0) return false;
    if (typeof one === 'string') {
      characters -= one.length;
      return characters >= 0;
    }
    if (one === null || typeof one === 'boolean') return true;
    if (typeof one === 'number') return Number.isFinite(one);
    if (Array.isArray(one)) return one.every((inner) => plain(inner, depth - 1));
    if (typeof one !== 'object' || Object.getPrototypeOf(one) !== Object.prototype) return false;
    return Object.entries(one).every(([name, inner]) => plain(name, depth) && plain(inner, depth - 1));
  };
  return plain(value, DEEPEST);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // The code of a task type may replace JSON.stringify.
    return false;
  }
}

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const isFieldsIfAny = (value: unknown): boolean => value === undefined || isFields(value);
const isText = (value: unknown, longest = LONGEST_TEXT): value is string =>
  typeof value === 'string' && value.length <= longest;
const isTextIfAny = (value: unknown): boolean => value === undefined || isText(value);

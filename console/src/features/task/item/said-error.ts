import type { Item } from '@client';
import type { Words } from '../../../words/words-context.tsx';

type ItemError = NonNullable<Item['error']>;

export interface SaidError {
  /** What kind of failure it is, if that is known. */
  title: string | undefined;
  /** What the server or the task type says of it; null if these are words of code, which belong with the technical details. */
  message: string | null;
  /** One sentence, for places with room for no more. */
  short: string;
}

/** What JavaScript says when code is at fault, in an error that a task type did not write itself. */
const FAULTS = new Set(['TypeError', 'ReferenceError', 'SyntaxError']);
const FULL_STACK = /^(Maximum call stack|Invalid (array|string|typed array) length)/;
const NO_CONNECTION =
  /^fetch failed$|socket hang up|\b(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE)\b/;
const DISK_FULL = /\bENOSPC\b/;
const NO_FILE = /^(ENOENT|EACCES|EPERM|EISDIR|ENOTDIR|EROFS|EMFILE): /;

/** An error in words for people who do not know code. */
export function saidError(
  { task: w }: Words,
  { type, message }: Pick<ItemError, 'type' | 'message'>,
): SaidError {
  const raw = rawTitle(w, type, message);
  if (raw) return { title: raw, message: null, short: raw };
  const known: Record<string, string> = {
    Timeout: w.error_timeout,
    WorkerLost: w.error_worker_lost,
    TaskTypeMissing: w.error_type_missing,
    TaskTypeChanged: w.error_type_changed,
    StorageFull: w.error_storage,
    PlanFailed: w.error_plan,
  };
  const title = Object.hasOwn(known, type) ? known[type] : undefined;
  return { title, message, short: message };
}

/** For messages that only people who read code understand. */
function rawTitle(w: Words['task'], type: string, message: string): string | undefined {
  if (NO_CONNECTION.test(message)) return w.error_connection;
  if (DISK_FULL.test(message)) return w.error_disk_full;
  if (NO_FILE.test(message)) return w.error_file;
  if (FAULTS.has(type) || (type === 'RangeError' && FULL_STACK.test(message))) return w.error_unexpected;
  return undefined;
}

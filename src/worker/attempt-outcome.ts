/** What a finished run means for its item: done, again later, failed or cancelled. Null: the item is handed back and nothing is recorded. */
import type { ItemError } from '../data/contracts/index.ts';
import type { AttemptOutcome, ClaimedItem } from '../services/engine/attempt.ts';
import type { TaskType } from '../task-types/definition/registry.ts';
import type { ThrownError } from './handler-answer.ts';
import type { RunEnd } from './item-run.ts';

/** How often an item may ask to run later in one round, and within what time. */
const MOST_POSTPONED = 100;
const MOST_POSTPONED_MS = 86_400_000;

export function attemptOutcome(
  item: ClaimedItem,
  taskType: Pick<TaskType, 'attempts' | 'backoff' | 'timeout'>,
  end: RunEnd,
  about: Pick<AttemptOutcome, 'label' | 'started_at' | 'ended_at'>,
): AttemptOutcome | null {
  const base = { ...about, files: end.files, note: end.note };
  if (end.stopped === 'lapsed') return null;
  // A timeout counts even if the handler ended within the grace period.
  if (end.answer?.error === null && end.stopped !== 'timeout') {
    return { ...base, kind: 'completed', result: end.answer.result };
  }
  if (end.stopped === 'stopping') return null;
  if (end.stopped === 'cancelled') return { ...base, kind: 'cancelled' };
  const thrown = failureOf(end, taskType);
  const error = keptError(thrown);
  const { retry_after } = thrown;
  if (!thrown.final && retry_after !== undefined && mayWait(item, about.ended_at, retry_after * 1_000))
    return { ...base, kind: 'retry', error, after_ms: Math.ceil(retry_after * 1_000), postponed: true };
  const failures = item.failures + 1;
  if (thrown.final || failures >= taskType.attempts) return { ...base, kind: 'failed', error };
  return { ...base, kind: 'retry', error, after_ms: delay(taskType.backoff, failures) };
}

/** A delay that the handler asked for does not use up an attempt, but the number and the total time of delays are limited. */
function mayWait({ postponed }: ClaimedItem, now: string, wait_ms: number): boolean {
  if (!postponed) return true;
  const waited_ms = Date.parse(now) - Date.parse(postponed.since);
  return postponed.count < MOST_POSTPONED && waited_ms + wait_ms <= MOST_POSTPONED_MS;
}

/** The part of the error that is stored with the item: everything except what is only for the log. */
function keptError({ type, message, zh, stack, cause }: ThrownError): ItemError {
  const error: ItemError = { type, message };
  if (zh !== undefined) error.zh = zh;
  if (stack !== undefined) error.stack = stack;
  if (cause) error.cause = keptError(cause);
  return error;
}

/** The error of an attempt that was neither completed, cancelled nor handed back. */
export function failureOf(
  end: RunEnd,
  { timeout }: Pick<TaskType, 'timeout'>,
): ThrownError & { final: boolean; retry_after?: number } {
  return end.stopped === 'timeout' || !end.answer?.error ? timedOut(timeout) : end.answer.error;
}

const timedOut = (timeout: number): ThrownError & { final: boolean } => ({
  type: 'Timeout',
  message: `The attempt took longer than ${inWords(timeout, ['min', 's', 'ms'])}.`,
  zh: `该次运行超过了 ${inWords(timeout, ['分钟', '秒', '毫秒'])}。`,
  final: false,
});

/** In the largest of these units of which it is a whole number. */
function inWords(ms: number, [minutes, seconds, milliseconds]: [string, string, string]): string {
  if (ms % 60_000 === 0) return `${ms / 60_000} ${minutes}`;
  return ms % 1_000 === 0 ? `${ms / 1_000} ${seconds}` : `${ms} ${milliseconds}`;
}

/** Milliseconds before the attempt after the n-th failure, with ±25 % jitter so that failures do not come back together. */
export function delay(backoff: TaskType['backoff'], failures: number): number {
  const { delays } = backoff;
  if (delays) return delays[Math.min(failures, delays.length) - 1] ?? 0;
  const exact = Math.min(backoff.max, backoff.initial * backoff.factor ** (failures - 1));
  return Math.round(exact * (0.75 + Math.random() * 0.5));
}

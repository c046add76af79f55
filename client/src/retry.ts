import { ApiError, ConnectionError } from './api-error.ts';

/** The client does not wait for a longer `Retry-After`; it throws the error, which contains the value. */
const LONGEST_WAIT_S = 30;
const FIRST_DELAY_MS = 300;
const LONGEST_DELAY_MS = 30_000;

/**
 * Milliseconds after which a failed call may be repeated; null if it must not be. A call that was answered with 429 was not executed.
 * After any other failure, the call may have been executed, so it is repeated only if it is `harmless`.
 */
export function retryDelay(error: unknown, harmless: boolean, attempt: number): number | null {
  if (error instanceof ConnectionError) return harmless ? backoff(attempt) : null;
  if (!(error instanceof ApiError)) return null;
  const { status, retry_after } = error;
  if (status !== 429 && !(harmless && [502, 503, 504].includes(status))) return null;
  if (retry_after === null) return status === 429 ? null : backoff(attempt);
  return retry_after > LONGEST_WAIT_S ? null : retry_after * 1000 + Math.random() * 250;
}

/** Milliseconds to wait after an attempt, which are numbered from 1. Partly random, so that many clients do not return at once. */
export function backoff(attempt: number): number {
  const full = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(attempt - 1, 20));
  return full * (0.5 + Math.random() / 2);
}

/** Resolves after `ms`; rejects with the signal's reason once it aborts. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return abortable(new Promise((resolve) => setTimeout(resolve, ms)), signal);
}

/** Waits for a promise that other callers may share: an abort ends only this wait. */
export function abortable<T>(promise: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return promise;
  return new Promise<T>((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

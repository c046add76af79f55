import { ApiError, ConnectionError } from './api-error.ts';

/** A longer `Retry-After` is for the caller to know, not to wait for. */
const LONGEST_WAIT_S = 30;
const FIRST_DELAY_MS = 300;
const LONGEST_DELAY_MS = 30_000;

/**
 * Milliseconds after which a failed call may be sent again; null when it may not. A 429 was refused before anything was
 * done. After any other failure the call may have been carried out: it is sent again only if that does no harm.
 */
export function retryDelay(error: unknown, harmless: boolean, attempt: number): number | null {
  if (error instanceof ConnectionError) return harmless ? backoff(attempt) : null;
  if (!(error instanceof ApiError)) return null;
  const { status, retry_after } = error;
  if (status !== 429 && !(harmless && [502, 503, 504].includes(status))) return null;
  if (retry_after === null) return status === 429 ? null : backoff(attempt);
  return retry_after > LONGEST_WAIT_S ? null : retry_after * 1000 + Math.random() * 250;
}

/** Grows with each attempt, from 1, and varies, so that many clients do not come back at the same moment. */
export function backoff(attempt: number): number {
  const full = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(attempt - 1, 20));
  return full * (0.5 + Math.random() / 2);
}

/** Resolves after `ms`; rejects with the signal's reason once it aborts. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return abortable(new Promise((resolve) => setTimeout(resolve, ms)), signal);
}

/** Waits for a promise that others may wait for too: an abort ends this wait alone. */
export function abortable<T>(promise: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return promise;
  return new Promise<T>((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

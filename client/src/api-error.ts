import type { Fault } from './generated.ts';

/** The server refused the call. `type` is for programs, `message` for people. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly status: number;
  /** See docs/error-codes.md; `unexpected_answer` if the answer does not come from this API (but, for example, from a proxy). */
  readonly type: Fault['error']['type'] | 'unexpected_answer';
  /** The invalid fields and their faults. */
  readonly details: { path: string; message: string }[];
  /** Identifies the request in the server's log; null if the answer does not come from this API. */
  readonly request_id: string | null;
  /** Seconds after which the same call may succeed; null if the server did not say. */
  readonly retry_after: number | null;
  /** Everything under `error` in the answer. */
  readonly fault: Fault['error'] | null;

  constructor(status: number, body: Fault | null, retry_after: number | null = null) {
    super(body?.message ?? `The server answered with status ${status} and no message.`);
    this.status = status;
    this.type = body?.error.type ?? 'unexpected_answer';
    this.details = body?.error.details ?? [];
    this.request_id = body?.request_id ?? null;
    this.retry_after = retry_after;
    this.fault = body?.error ?? null;
  }
}

/** No answer arrived: the server or the network is unreachable, or the answer took too long. */
export class ConnectionError extends Error {
  override name = 'ConnectionError';
}

/** Turns an unsuccessful answer into an error. */
export async function errorOf(response: Response): Promise<ApiError> {
  const text = await response.text();
  return new ApiError(response.status, faultOf(text), secondsOf(response.headers.get('retry-after')));
}

function faultOf(text: string): Fault | null {
  try {
    const body = JSON.parse(text) as Fault | null;
    return typeof body?.error?.type === 'string' && typeof body.message === 'string' ? body : null;
  } catch {
    // A page from a proxy, or an empty body.
    return null;
  }
}

/** `Retry-After` is a number of seconds or a date. */
function secondsOf(value: string | null): number | null {
  if (!value) return null;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : null;
}

import { setTimeout as sleep } from 'node:timers/promises';
import { ImageProviderError } from './provider.ts';

/** How long and how often a service is asked. Times in milliseconds. */
export interface HttpLimits {
  /** Requests made before giving up. */
  tries: number;
  /** For one request, from the first byte sent to the last received. */
  timeout: number;
  /** The first pause; each further one is twice as long, with jitter. */
  backoff: number;
  /** The longest pause, also where the service asks for a longer one. */
  longestPause: number;
}

export const httpLimits: HttpLimits = { tries: 4, timeout: 120_000, backoff: 1_000, longestPause: 30_000 };

export interface HttpAnswer {
  status: number;
  body: Uint8Array;
}

interface RequestOptions {
  limits: HttpLimits;
  signal: AbortSignal;
  mostBytes: number;
  /** Never shown in an error, even if the service repeats it. */
  secret: string;
}

/** A failure that may pass, and how long the service asks to wait (milliseconds). */
interface Passing {
  message: string;
  pause?: number | undefined;
}

/**
 * One answer with a 2xx status. 408, 429, 5xx and broken connections are tried again, after `Retry-After` or an
 * exponential pause; every other status is a final error with the service's own message. Rejects with the signal's
 * reason as soon as it is aborted.
 */
export async function requestWithRetries(
  url: string,
  init: RequestInit,
  options: RequestOptions,
): Promise<HttpAnswer> {
  const { limits, signal } = options;
  for (let attempt = 1; ; attempt++) {
    const outcome = await requestOnce(url, init, options);
    if ('body' in outcome) return outcome;
    if (attempt >= limits.tries)
      throw new ImageProviderError(`Tried ${attempt} times. ${outcome.message}`, { final: false });
    const backoff = limits.backoff * 2 ** (attempt - 1) * (0.75 + Math.random() * 0.5);
    try {
      await sleep(Math.min(outcome.pause ?? backoff, limits.longestPause), undefined, { signal });
    } catch {
      signal.throwIfAborted();
    }
  }
}

async function requestOnce(
  url: string,
  init: RequestInit,
  options: RequestOptions,
): Promise<HttpAnswer | Passing> {
  const limit = AbortSignal.timeout(options.limits.timeout);
  let status: number;
  let body: Uint8Array | undefined;
  let headers: Headers;
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.any([options.signal, limit]) });
    status = response.status;
    headers = response.headers;
    body = await readBounded(response, options.mostBytes);
  } catch (error) {
    options.signal.throwIfAborted();
    if (limit.aborted)
      return { message: `The image provider did not answer within ${options.limits.timeout / 1000} s.` };
    return { message: `The image provider cannot be reached (${networkCode(error)}).` };
  }
  if (status >= 200 && status < 300) {
    if (body) return { status, body };
    const most = Math.floor(options.mostBytes / 1024 / 1024);
    throw new ImageProviderError(`The image provider's answer is larger than ${most} MB.`, { final: false });
  }
  const said = explain(body ?? new Uint8Array(), options.secret);
  const message = `The image provider answered ${status}${said ? `: ${said}` : ''}`;
  if (status === 408 || status === 429 || status >= 500) return { message, pause: retryAfter(headers) };
  if (status >= 300 && status < 400)
    throw new ImageProviderError(
      `The image provider answered ${status}, a redirect: set IMAGE_BASE_URL to its final address.`,
      {
        final: true,
      },
    );
  throw new ImageProviderError(message, { final: true });
}

/** The whole body, or undefined when it is longer than allowed; the rest is not fetched then. */
async function readBounded(response: Response, mostBytes: number): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    // Leaving the loop cancels the stream and closes the connection.
    if (size > mostBytes) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts, size);
}

/** The service's message in one line of at most 300 characters, without the key. */
function explain(body: Uint8Array, secret: string): string {
  const text = new TextDecoder().decode(body.subarray(0, 100_000)).trim();
  let said = /^\s*</.test(text) ? '' : text;
  try {
    const { error, message, detail } = JSON.parse(text);
    const found = error?.message ?? error ?? message ?? detail;
    if (typeof found === 'string') said = found;
  } catch {
    // Not JSON: the text itself is the message.
  }
  const clean = said.replaceAll(secret, '***').replaceAll(/\s+/g, ' ').trim();
  return clean.length > 300 ? `${clean.slice(0, 299)}…` : clean;
}

/** Milliseconds from now, of a header that holds seconds or a date. */
function retryAfter(headers: Headers): number | undefined {
  const value = headers.get('retry-after')?.trim();
  if (!value) return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

/** The system's short code for what went wrong; messages could hold addresses. */
function networkCode(error: unknown): string {
  const cause = (error as { cause?: { code?: unknown } })?.cause;
  return typeof cause?.code === 'string' ? cause.code : 'connection broken';
}

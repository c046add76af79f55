import { setTimeout as sleep } from 'node:timers/promises';
import type { Said } from '../../../runtime/said.ts';
import { ImageProviderError } from './provider.ts';

/** Timeouts and retries of requests to a service. Times in milliseconds. */
export interface HttpLimits {
  /** Requests made before giving up. */
  tries: number;
  /** Timeout of one request, from the first byte sent to the last byte received. */
  timeout: number;
  /** The first pause; each further one is twice as long, with jitter. */
  backoff: number;
  /** The longest pause, even if the service asks for a longer one. */
  longestPause: number;
}

export const httpLimits: HttpLimits = { tries: 4, timeout: 120_000, backoff: 1_000, longestPause: 30_000 };

/** The answer; the body is undefined if it is longer than allowed. */
export interface HttpAnswer {
  status: number;
  retry_after: string | undefined;
  body: Uint8Array | undefined;
}

interface RetryOptions {
  limits: HttpLimits;
  signal: AbortSignal;
  mostBytes: number;
  /** Never shown in the log, even if the service repeats it. */
  secret: string;
  /** Advice for the case of a redirect, which is never followed. */
  onRedirect: Said;
}

/** A temporary failure, with the milliseconds that the service asks to wait. */
interface Passing {
  message: Said;
  pause?: number | undefined;
  said?: string;
}

/**
 * The body of one answer with a 2xx status. 408, 429, 5xx and broken connections are tried again, after `Retry-After` or an
 * exponential pause; every other status is a final error. The message of the service appears only in the log. Rejects with the
 * signal's reason as soon as it is aborted.
 */
export async function requestWithRetries(
  send: (signal: AbortSignal) => Promise<HttpAnswer>,
  options: RetryOptions,
): Promise<Uint8Array> {
  const { limits, signal } = options;
  for (let attempt = 1; ; attempt++) {
    const outcome = await requestOnce(send, options);
    if (outcome instanceof Uint8Array) return outcome;
    const { message, pause, said } = outcome;
    if (attempt >= limits.tries)
      throw new ImageProviderError(
        { en: `Tried ${attempt} times. ${message.en}`, zh: `已尝试 ${attempt} 次。${message.zh}` },
        { final: false, said },
      );
    const backoff = limits.backoff * 2 ** (attempt - 1) * (0.75 + Math.random() * 0.5);
    try {
      await sleep(Math.min(pause ?? backoff, limits.longestPause), undefined, { signal });
    } catch {
      signal.throwIfAborted();
    }
  }
}

async function requestOnce(
  send: (signal: AbortSignal) => Promise<HttpAnswer>,
  options: RetryOptions,
): Promise<Uint8Array | Passing> {
  const limit = AbortSignal.timeout(options.limits.timeout);
  let answer: HttpAnswer;
  try {
    answer = await send(AbortSignal.any([options.signal, limit]));
  } catch (error) {
    options.signal.throwIfAborted();
    if (error instanceof ImageProviderError) throw error;
    if (limit.aborted) return { message: tooSlow(options.limits.timeout / 1000) };
    return { message: unreachable(networkCode(error)) };
  }
  return judge(answer, options);
}

function judge(answer: HttpAnswer, options: RetryOptions): Uint8Array | Passing {
  const { status, body, retry_after } = answer;
  if (status >= 200 && status < 300) {
    if (body) return body;
    const most = Math.floor(options.mostBytes / 1024 / 1024);
    throw new ImageProviderError(
      {
        en: `The image provider's answer is larger than ${most} MB.`,
        zh: `图片服务的响应超过 ${most} MB。`,
      },
      { final: false },
    );
  }
  const said = explain(body ?? new Uint8Array(), options.secret);
  const message: Said = {
    en: `The image provider answered with status ${status}.`,
    zh: `图片服务返回了状态码 ${status}。`,
  };
  if (status === 408 || status === 429 || status >= 500)
    return { message, pause: pauseOf(retry_after), said };
  if (status >= 300 && status < 400)
    throw new ImageProviderError(
      {
        en: `The image provider answered ${status}, a redirect: ${options.onRedirect.en}.`,
        zh: `图片服务返回了 ${status}（重定向）：${options.onRedirect.zh}。`,
      },
      { final: true },
    );
  throw new ImageProviderError(message, { final: true, said });
}

const tooSlow = (seconds: number): Said => ({
  en: `The image provider did not answer within ${seconds} s.`,
  zh: `图片服务在 ${seconds} 秒内没有响应。`,
});

const unreachable = (code: string): Said => ({
  en: `The image provider cannot be reached (${code}).`,
  zh: `无法连接图片服务（${code}）。`,
});

/** Sends a request with the built-in `fetch`. For addresses that the operator chose. */
export async function sendFetch(url: string, init: RequestInit, mostBytes: number): Promise<HttpAnswer> {
  const response = await fetch(url, { ...init, redirect: 'manual' });
  const retry_after = response.headers.get('retry-after') ?? undefined;
  return { status: response.status, retry_after, body: await readBounded(response, mostBytes) };
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
function pauseOf(header: string | undefined): number | undefined {
  const value = header?.trim();
  if (!value) return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

/** The system's short code for what went wrong; messages could hold addresses. */
function networkCode(error: unknown): string {
  const { code, cause } = error as { code?: unknown; cause?: { code?: unknown } };
  const found = code ?? cause?.code;
  return typeof found === 'string' ? found : 'connection broken';
}

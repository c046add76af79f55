import { ApiError, ConnectionError, errorOf } from './api-error.ts';
import type { Call, CallOptions, EventStream, FollowOptions, Transport } from './call.ts';
import { ReconnectingStream } from './event-stream.ts';
import { type Page, Pages } from './pages.ts';
import { newIdempotencyKey, requestOf } from './request.ts';
import { retryDelay, sleep } from './retry.ts';
import type { AccessToken, Session } from './session.ts';

const HARMLESS = ['GET', 'PUT'];

export interface TransportOptions {
  base: string;
  session: Session;
  fetch: typeof fetch;
  /** Of messages, by the time of the call. */
  language(): string | undefined;
  retries: number;
  timeout_ms: number;
}

/** Sends calls over HTTP: with the session's token, again where that may help, and with errors of two kinds. */
export class HttpTransport implements Transport {
  readonly #options: TransportOptions;

  constructor(options: TransportOptions) {
    this.#options = options;
  }

  async send<T>(call: Call, args: object, given: CallOptions = {}): Promise<T> {
    const idempotency_key = call.keyed ? (given.idempotency_key ?? newIdempotencyKey()) : undefined;
    const options = { ...given, idempotency_key };
    const harmless = given.idempotent ?? (call.keyed || HARMLESS.includes(call.method));
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#once<T>(call, args, options);
      } catch (error) {
        const delay = attempt > this.#options.retries ? null : retryDelay(error, harmless, attempt);
        if (delay === null) throw error;
        await sleep(delay, given.signal);
      }
    }
  }

  pages<T>(call: Call, args: object, options: CallOptions = {}): Pages<T> {
    const first = this.send<Page<T>>(call, args, options);
    return new Pages(first, (cursor) => this.send(call, { ...args, page: undefined, cursor }, options));
  }

  stream<T>(call: Call, args: object, options: FollowOptions = {}): EventStream<T> {
    const connect = (signal: AbortSignal) => this.#answer(call, args, { ...options, signal });
    return new ReconnectingStream(connect, options);
  }

  /** One attempt, its body read: the time limit covers both. */
  async #once<T>(call: Call, args: object, options: CallOptions): Promise<T> {
    // What is read by the caller takes as long as the caller does.
    if (call.answer === 'response') return (await this.#answer(call, args, options)) as T;
    const limit = AbortSignal.timeout(this.#options.timeout_ms);
    const signal = options.signal ? AbortSignal.any([options.signal, limit]) : limit;
    const response = await this.#answer(call, args, { ...options, signal });
    const text = await orConnectionError(response.text(), signal);
    if (call.answer === 'text') return text as T;
    const body = parsed(response, text);
    return (call.answer === 'data' ? (body as { data: T }).data : body) as T;
  }

  /** A good answer; throws for any other. A refused token is replaced once. */
  async #answer(call: Call, args: object, options: CallOptions): Promise<Response> {
    const { session } = this.#options;
    const { signal } = options;
    const token = call.public ? null : await session.token(signal);
    let response = await this.#fetch(call, args, options, token);
    if (response.status === 401 && token) {
      const error = await errorOf(response);
      const replaced = await session.replace(token, signal);
      if (!replaced) throw error;
      response = await this.#fetch(call, args, options, replaced);
    }
    if (!response.ok) throw await orConnectionError(errorOf(response), signal);
    return response;
  }

  #fetch(call: Call, args: object, options: CallOptions, token: AccessToken | null): Promise<Response> {
    const { base, fetch } = this.#options;
    const { url, body, content_type } = requestOf(base, call, args, options);
    const language = options.language ?? this.#options.language();
    const headers: Record<string, string> = {
      ...(token && { authorization: `Bearer ${token.value}` }),
      ...(content_type && { 'content-type': content_type }),
      ...(language && { 'accept-language': language }),
      ...(options.idempotency_key && { 'idempotency-key': options.idempotency_key }),
      ...options.headers,
    };
    // Node wants to be told that a streamed body is sent while its answer may begin.
    const duplex = body instanceof ReadableStream ? { duplex: 'half' } : {};
    const init = { method: call.method, headers, body, signal: options.signal, ...duplex };
    return orConnectionError(fetch(url, init as RequestInit), options.signal);
  }
}

/** Tells a call that was given up (the caller's own reason) from one that got no answer. */
async function orConnectionError<T>(promise: Promise<T>, signal?: AbortSignal): Promise<T> {
  try {
    return await promise;
  } catch (cause) {
    const timed_out = (cause as Error).name === 'TimeoutError';
    if (signal?.aborted && !timed_out) throw signal.reason;
    throw new ConnectionError(
      timed_out ? 'The server did not answer in time.' : 'No answer from the server.',
      {
        cause,
      },
    );
  }
}

function parsed({ status }: Response, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A success that is not JSON comes from something in between: a captive portal, a proxy's page.
    throw new ApiError(status, null);
  }
}

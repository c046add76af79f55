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
  /** Language of messages, read at each call. */
  language(): string | undefined;
  retries: number;
  timeout_ms: number;
}

/** Sends calls over HTTP with the session's token and repeats failed ones where that is safe. Throws `ApiError` and `ConnectionError`. */
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

  /** Makes one attempt and reads the body; the timeout covers both. */
  async #once<T>(call: Call, args: object, options: CallOptions): Promise<T> {
    // No timeout: the caller reads the body.
    if (call.answer === 'response') return (await this.#answer(call, args, options)) as T;
    const limit = AbortSignal.timeout(this.#options.timeout_ms);
    const signal = options.signal ? AbortSignal.any([options.signal, limit]) : limit;
    const response = await this.#answer(call, args, { ...options, signal });
    const text = await orConnectionError(response.text(), signal);
    if (call.answer === 'text') return text as T;
    const body = parsed(response, text);
    return (call.answer === 'data' ? (body as { data: T }).data : body) as T;
  }

  /** Returns a successful answer and throws for any other. Replaces a refused token once. */
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
    // Node.js requires this for a streamed body.
    const duplex = body instanceof ReadableStream ? { duplex: 'half' } : {};
    const init = { method: call.method, headers, body, signal: options.signal, ...duplex };
    return orConnectionError(fetch(url, init as RequestInit), options.signal);
  }
}

/** Throws the caller's reason if the call was aborted, and a `ConnectionError` for any other failure. */
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
    // The server answers with JSON; anything else comes from a captive portal or a proxy.
    throw new ApiError(status, null);
  }
}

import { ApiError, ConnectionError } from './api-error.ts';
import type { EventStream, FollowOptions } from './call.ts';
import { backoff, sleep } from './retry.ts';
import { parseEvents } from './sse.ts';

/** A connection without any data for so long is given up. The server sends a heartbeat every 15 s by default. */
const SILENCE_MS = 45_000;
/** A connection that lasts at least this long counts as successful. */
const LASTING_MS = 5_000;
/** Maximum number of attempts to connect for the first time; later attempts are not limited. */
const FIRST_ATTEMPTS = 4;

/** An event stream that reconnects whenever its connection is lost. */
export class ReconnectingStream<T> implements EventStream<T> {
  readonly #connect: (signal: AbortSignal) => Promise<Response>;
  readonly #options: FollowOptions;

  constructor(connect: (signal: AbortSignal) => Promise<Response>, options: FollowOptions) {
    this.#connect = connect;
    this.#options = options;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, void> {
    const { signal, onConnection = () => undefined } = this.#options;
    let opened = false;
    let failures = 0;
    for (;;) {
      const began = performance.now();
      let wait = 0;
      let ended = false;
      try {
        onConnection('connecting');
        for await (const found of this.#states()) {
          if (found === 'open') {
            opened = true;
            onConnection('open');
          } else yield found.state;
        }
        ended = true;
      } catch (error) {
        signal?.throwIfAborted();
        if (!mayReconnect(error, opened || failures + 1 < FIRST_ATTEMPTS)) throw error;
        wait = error instanceof ApiError ? (error.retry_after ?? 0) * 1000 : 0;
      }
      failures = opened && performance.now() - began > LASTING_MS ? 1 : failures + 1;
      // A server that ends a stream in order, for example because the session has changed, is there: the next attempt shows it.
      if (!ended || failures > 1) onConnection('waiting');
      const most = this.#options.longest_pause_ms ?? Number.POSITIVE_INFINITY;
      await sleep(Math.max(wait, Math.min(backoff(failures), most)), signal);
    }
  }

  /** The states of one connection; `open` comes first. */
  async *#states(): AsyncGenerator<'open' | { state: T }, void, void> {
    const { signal } = this.#options;
    const connection = new AbortController();
    const giveUp = () => connection.abort(new ConnectionError('The event stream sent nothing for 45 s.'));
    let silence = setTimeout(giveUp, SILENCE_MS);
    try {
      const both = signal ? AbortSignal.any([signal, connection.signal]) : connection.signal;
      const { body } = await this.#connect(both);
      yield 'open';
      if (!body) return;
      for await (const event of parseEvents(body)) {
        clearTimeout(silence);
        if (event) yield { state: JSON.parse(event.data) as T };
        silence = setTimeout(giveUp, SILENCE_MS);
      }
    } finally {
      clearTimeout(silence);
    }
  }
}

/** Whether to connect again: after a lost connection always, after a refusal only if waiting may help. */
function mayReconnect(error: unknown, attempts_left: boolean): boolean {
  if (!attempts_left) return false;
  return !(error instanceof ApiError) || error.status === 429 || error.status >= 500;
}

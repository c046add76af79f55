import type { EventStream, FollowOptions } from './event-stream.ts';
import type { Pages } from './pages.ts';

/** How one call is sent and what becomes of its answer. */
export interface Call {
  method: string;
  /** With `{name}` for what the arguments hold. */
  path: string;
  /** Names of arguments that stand in the query. */
  query?: string[];
  /** `fields`: all other arguments are the JSON body. `whole`: the argument `body` is. `form`: as `fields`, but a form. */
  body?: 'fields' | 'whole' | 'form';
  /** `data`: what stands under `data` in the response format. `json`: the whole body. */
  answer: 'data' | 'json' | 'text' | 'response' | 'stream';
  /** Takes an `Idempotency-Key`. */
  keyed?: true;
  /** Needs no sign-in. */
  public?: true;
}

export interface CallOptions {
  /** Gives the call up: it then rejects with the signal's reason. */
  signal?: AbortSignal;
  /** For calls that create: yours, in place of the one that is made for each call. */
  idempotency_key?: string;
  /** True if carrying the call out twice does no harm: then it is sent again after a failure of the connection too. */
  idempotent?: boolean;
  /** Language of messages, for this call. */
  language?: string;
  /** More headers: `range` for a part of a file, say. */
  headers?: Record<string, string>;
  /** More query values, for names that depend on your data. */
  query?: Record<string, unknown>;
}

/** What the generated calls stand on. */
export interface Transport {
  send<T>(call: Call, args: object, options?: CallOptions): Promise<T>;
  pages<T>(call: Call, args: object, options?: CallOptions): Pages<T>;
  stream<T>(call: Call, args: object, options?: FollowOptions): EventStream<T>;
}

import type { Pages } from './pages.ts';

/** Describes how one call is sent and how its answer is read. */
export interface Call {
  method: string;
  /** The path, with `{name}` as a placeholder for an argument. */
  path: string;
  /** Names of the arguments that are sent in the query. */
  query?: string[];
  /** Arguments whose names begin with one of these prefixes are also sent in the query. */
  query_prefixes?: string[];
  /** `fields`: all other arguments form the JSON body. `whole`: the argument `body` is the JSON body. `form`: as `fields`, but as a form. */
  body?: 'fields' | 'whole' | 'form';
  /** `data`: returns the value under `data`. `json`: returns the whole body. */
  answer: 'data' | 'json' | 'text' | 'response' | 'stream';
  /** Accepts an `Idempotency-Key`. */
  keyed?: true;
  /** Requires no sign-in. */
  public?: true;
}

export interface CallOptions {
  /** Aborts the call, which then rejects with the signal's reason. */
  signal?: AbortSignal;
  /** For calls that create: your own key instead of one that is generated for each call. */
  idempotency_key?: string;
  /** True if the call can safely be executed twice: then it is also repeated after a connection failure. */
  idempotent?: boolean;
  /** Language of messages, for this call. */
  language?: string;
  /** Additional headers, for example `range` for a part of a file. */
  headers?: Record<string, string>;
  /** Additional query values, for names that depend on your data. */
  query?: Record<string, unknown>;
}

/** `waiting`: the connection was lost and will be tried again shortly. */
export type Connection = 'connecting' | 'open' | 'waiting';

export interface FollowOptions extends CallOptions {
  /** Called with each change of the connection, so that a page can show it. */
  onConnection?(connection: Connection): void;
  /**
   * The longest pause between two attempts to connect, in milliseconds, unless the server asks for a longer one. Read before each pause.
   * Default 30,000.
   */
  longest_pause_ms?: number;
}

/**
 * Yields states as they change, until the loop is left or the signal aborts (the loop then throws the signal's reason). A lost connection
 * is restored; the server then sends a new snapshot first. Throws if the server refuses: signed out, no permission, or deleted.
 */
export interface EventStream<T> extends AsyncIterable<T> {
  [Symbol.asyncIterator](): AsyncGenerator<T, void, void>;
}

/** Sends the calls of the generated methods. */
export interface Transport {
  send<T>(call: Call, args: object, options?: CallOptions): Promise<T>;
  pages<T>(call: Call, args: object, options?: CallOptions): Pages<T>;
  stream<T>(call: Call, args: object, options?: FollowOptions): EventStream<T>;
}

import type { TSchema } from 'typebox';

/** Text for people: one string, or one per language. */
export type LocalText = string | { en: string; zh?: string };

/** What the items of a task are. `item` must be pure: the same index gives the same item, in every process. */
export interface Plan {
  count: number;
  item(index: number): { input: unknown; label?: Record<string, string> | null };
}

/** `log(…)` is `log.info(…)`. */
export type LogFunction = LogAt & Readonly<Record<'debug' | 'info' | 'warn' | 'error', LogAt>>;

type LogAt = (message: unknown, fields?: unknown) => void;

/** What a file is made of: bytes, bytes that come in parts (a stream of Node or of the web), or the file at a path. */
export type FileContent = Uint8Array | AsyncIterable<Uint8Array> | { path: string };

/** What a running item may use. Every method is safe to call after the item was cancelled; then it does nothing. */
export interface RunContext {
  /** Aborted when the item is cancelled, runs out of time, or the process stops. */
  readonly signal: AbortSignal;
  /** The same, readable from a synchronous loop. */
  readonly cancelled: boolean;
  readonly attempt: number;
  readonly task_id: string;
  readonly index: number;
  /** A folder of this attempt, made when it is first asked for and removed after the attempt with all that is in it. */
  readonly temp: string;
  /** The item's share done, 0 to 1. At most four reports a second are passed on. */
  progress(fraction: number, note?: string): void;
  /** A line that is kept with the item and stands in the server's log. Takes any value; never throws. */
  readonly log: LogFunction;
  /**
   * Keeps a file with the item; it becomes visible when the item completes. `name` has 1–128 characters without slashes.
   * `width` and `height` are in pixels. What comes as a stream, or lies at a path, is never in memory as a whole.
   */
  attach(
    name: string,
    content: FileContent,
    content_type: string,
    size?: { width: number; height: number },
  ): Promise<void>;
}

/** What settings allow: see docs/configuration.md. */
export interface PrepareLimits {
  /** `MAX_ITEMS_PER_TASK` */
  max_items: number;
  /** `WAIT_MAX_SECONDS` */
  wait_max_seconds: number;
}

/**
 * A module that says what params are valid, how they split into items, and how to run one item. `P` are the params as a task records
 * them; `R` as a request has them, where `prepare` makes the one of the other.
 */
// biome-ignore lint/suspicious/noExplicitAny: params have the shape their schema says; a registry holds many shapes
export interface TaskTypeDefinition<P = any, R = P> {
  type: string;
  title?: LocalText;
  description?: LocalText;
  /** JSON Schema of the params: an object schema. */
  params: TSchema | Record<string, unknown>;
  /** Raise it when `plan` changes; running tasks keep what they were planned with, or fail clearly. Default 1. */
  version?: number;
  /** Executions of an item before it counts as failed, thrown errors only. Default 3. */
  attempts?: number;
  /** Milliseconds for one attempt. Default 600,000. */
  timeout?: number;
  /** Milliseconds between attempts: `initial × factor^n`, at most `max`, with jitter. Default 1,000, 2, 60,000. */
  backoff?: { initial?: number; factor?: number; max?: number };
  /** `thread` (default) runs off the event loop and can be stopped hard; `inline` is for pure I/O. */
  isolation?: 'thread' | 'inline';
  /** Items of one task that may run at once, 1–256. Default 3. */
  concurrency?: number | ((params: P) => number);
  /** Items of the type that may run at once, over all workers. Default: any number. */
  running?: number;
  /** Items that may start in any `per` milliseconds, over all workers. Default: any number. */
  rate?: { limit: number; per: number };
  /** Counts `running` and `rate` apart for each text that it makes of an item's input. Pure. */
  // biome-ignore lint/suspicious/noExplicitAny: an item's input is whatever the type's own plan made
  limitKey?: (input: any) => string;
  /** Only workers of this pool (`WORKER_POOLS`) run the type. Default `default`. */
  pool?: string;
  /** A name for a task created without one. Default: the title. */
  name?: (params: P) => string;
  /** Once, at creation: defaults, a seed to choose. Throws `invalid(path, message, zh?)` for faults the schema cannot say. */
  prepare?: (params: R, limits: PrepareLimits) => P | Promise<P>;
  /** Pure. Left out: one item whose input is the params. */
  plan?: (params: P) => Plan;
  // biome-ignore lint/suspicious/noExplicitAny: an item's input is whatever the type's own plan made
  run(input: any, ctx: RunContext): unknown;
}

/** Gives a definition its types; adds nothing. Defaults are filled in by the registry. */
export function defineTaskType<P, R = P>(definition: TaskTypeDefinition<P, R>): TaskTypeDefinition<P, R> {
  return definition;
}

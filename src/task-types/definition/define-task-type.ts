import type { TSchema } from 'typebox';
import type { FaultDetail } from '../../errors.ts';

/** Text for people: one string, or one per language. */
export type LocalText = string | { en: string; zh?: string };

/** The items of a task. `item` must be pure: the same index gives the same item, in every process. */
export interface Plan {
  count: number;
  item(index: number): { input: unknown; label?: Record<string, string> | null };
}

/** `log(…)` is `log.info(…)`. */
export type LogFunction = LogAt & Readonly<Record<'debug' | 'info' | 'warn' | 'error', LogAt>>;

type LogAt = (message: unknown, fields?: unknown) => void;

/** The content of a file: bytes, a stream of bytes (Node.js or web), or the path of a file. */
export type FileContent = Uint8Array | AsyncIterable<Uint8Array> | { path: string };

/** The context of a running item. Every method can be called after the item was cancelled; then it does nothing. */
export interface RunContext {
  /** Aborted when the item is cancelled, its time is over, or the process stops. */
  readonly signal: AbortSignal;
  /** The same, readable from a synchronous loop. */
  readonly cancelled: boolean;
  readonly attempt: number;
  readonly task_id: string;
  readonly index: number;
  /** A temporary folder of this attempt. It is created when first used and removed with its contents after the attempt. */
  readonly temp: string;
  /** Reports which share of the item is done, 0 to 1. At most four reports a second are passed on. */
  progress(fraction: number, note?: string): void;
  /** Writes a line that is stored with the item and also written to the server's log. Accepts any value; never throws. */
  readonly log: LogFunction;
  /**
   * Stores a file with the item; it becomes visible when the item completes. `name` has 1–128 characters without slashes. `width` and
   * `height` are in pixels. Streams and files at a path are never in memory as a whole.
   */
  attach(
    name: string,
    content: FileContent,
    content_type: string,
    size?: { width: number; height: number },
  ): Promise<void>;
}

/** Limits from the settings: see docs/configuration.md. */
export interface PrepareLimits {
  /** `MAX_ITEMS_PER_TASK` */
  max_items: number;
  /** `WAIT_MAX_SECONDS` */
  wait_max_seconds: number;
}

type ParamsSchema = TSchema | Record<string, unknown>;

/** The highest values that the settings take, for code that only runs items. */
export const HIGHEST_LIMITS: PrepareLimits = { max_items: 1_000_000, wait_max_seconds: 86_400 };

/** True if the schema found nothing wrong at this path (such as `params.urls`), above it or below it. */
export type IsSound = (path: string) => boolean;

/**
 * Defines which params are valid, how they are split into items, and how one item runs. `P` are the params as a task stores them; `R` are
 * the params in a request, if `prepare` converts them.
 */
// biome-ignore lint/suspicious/noExplicitAny: params have the shape their schema says; a registry holds many shapes
export interface TaskTypeDefinition<P = any, R = P> {
  type: string;
  title?: LocalText;
  description?: LocalText;
  /** JSON Schema of the params: an object schema, or a function that makes it from the limits of the settings. */
  params: ParamsSchema | ((limits: PrepareLimits) => ParamsSchema);
  /** Raise it when `plan` changes; unfinished tasks of another version fail with a clear error. Default 1. */
  version?: number;
  /** How often an item may throw before it has failed. Default 3. */
  attempts?: number;
  /** Milliseconds for one attempt. Default 600,000. */
  timeout?: number;
  /** Milliseconds between attempts: `initial × factor^n`, at most `max`, with jitter. Default 1,000, 2, 60,000. */
  backoff?: { initial?: number; factor?: number; max?: number };
  /** `thread` (default) runs outside the event loop and can be stopped by force; `inline` is for pure I/O. */
  isolation?: 'thread' | 'inline';
  /** Items of one task that may run at once, 1–256. Default 3. */
  concurrency?: number | ((params: P) => number);
  /** Items of the type that may run at once, over all workers. Default: any number. */
  running?: number;
  /** Items that may start in any `per` milliseconds, over all workers. Default: any number. */
  rate?: { limit: number; per: number };
  /** Counts `running` and `rate` apart for each value that it makes of an item's input. Pure. */
  // biome-ignore lint/suspicious/noExplicitAny: an item's input is whatever the type's own plan made
  limitKey?: (input: any) => string | number;
  /** Only workers of this pool (`WORKER_POOLS`) run the type. Default `default`. */
  pool?: string;
  /** A name for a task created without one, stored in the language of who creates it. Default: the title. */
  name?: (params: P) => LocalText;
  /**
   * What the task works on, in one line: lists show it below the name, and searches find its words. The first 200 characters are kept.
   * Default: the texts and lists of texts among the params; an empty text shows nothing.
   */
  summary?: (params: P) => string;
  /**
   * Finds faults that the schema cannot express, as `{path, message, zh?}`. It is also called with params in which the schema found
   * faults, so that callers are told of all at once: it must look only at values that are `sound`.
   */
  check?: (params: Record<string, unknown>, sound: IsSound, limits: PrepareLimits) => FaultDetail[];
  /**
   * Called once, at creation, with valid params, for example to set defaults or choose a seed. Throws `invalid(path, message, zh?)` for
   * faults that `check` cannot find, such as those of a look-up.
   */
  prepare?: (params: R, limits: PrepareLimits) => P | Promise<P>;
  /** Must be pure. Default: one item whose input is the params. */
  plan?: (params: P) => Plan;
  // biome-ignore lint/suspicious/noExplicitAny: an item's input is whatever the type's own plan made
  run(input: any, ctx: RunContext): unknown;
}

/** Adds only types to a definition. The registry adds the defaults. */
export function defineTaskType<P, R = P>(definition: TaskTypeDefinition<P, R>): TaskTypeDefinition<P, R> {
  return definition;
}

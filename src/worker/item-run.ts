/** One attempt of one item: starts it, stops it, says how it ended. Knows no store. */
import { type FileEntry, type FileStore, isFileName } from '../data/contracts/index.ts';
import type { ClaimedItem } from '../services/engine/attempt.ts';
import type { TaskType } from '../task-types/definition/registry.ts';
import { inTaskCode, outsideTaskCode } from '../task-types/definition/task-code.ts';
import { errorOutcome, resultOutcome } from './run-outcome.ts';
import type { ThreadPool } from './threads/thread-pool.ts';
import type { RunHooks, RunOutcome } from './threads/thread-protocol.ts';

/** Milliseconds that a running item gets between its abort signal and its end. */
const GRACE_MS = 2_000;
/** Less where the process stops: the item has had the time of SHUTDOWN_GRACE already, and is handed back. */
const STOPPING_GRACE_MS = 1_000;
const MOST_FILES = 100;
const MOST_FILE_BYTES = 100 * 1024 * 1024;

export type StopReason = 'cancelled' | 'timeout' | 'stopping' | 'lapsed';

export interface RunEnd {
  /** What the handler gave, or null when it did not end within the grace. */
  outcome: RunOutcome | null;
  /** Why it was asked to stop, if it was. */
  stopped: StopReason | null;
  files: FileEntry[];
}

export interface ItemRun {
  item: ClaimedItem;
  started_at: string;
  /** 0–100, as last reported. */
  readonly progress: number;
  ended: Promise<RunEnd>;
  /** Resolves when nothing of the run is left: its place is free then. */
  gone: Promise<void>;
  /** Sends the abort signal; the end follows within the grace. The first reason stands. */
  stop(reason: StopReason): void;
}

export interface ItemRunParts {
  threads: ThreadPool;
  files: FileStore;
  log(fields: object, message: string): void;
}

export function startItemRun(
  parts: ItemRunParts,
  item: ClaimedItem,
  taskType: TaskType,
  input: unknown,
): ItemRun {
  const { task, index, attempt } = item;
  const files = new Map<string, FileEntry>();
  const { promise: ended, resolve } = Promise.withResolvers<RunEnd>();
  const { promise: gone, resolve: free } = Promise.withResolvers<void>();
  let stopped: StopReason | null = null;
  let over = false;
  let graceTimer: NodeJS.Timeout | undefined;
  let progress = 0;

  const hooks: RunHooks = {
    progress(fraction, note) {
      if (Number.isFinite(fraction)) progress = Math.round(Math.min(1, Math.max(0, fraction)) * 10_000) / 100;
      if (note) parts.log({ task_id: task.id, index, attempt }, note);
    },
    log: (message, fields) => parts.log({ ...fields, task_id: task.id, index, attempt }, message),
    async attach(name, bytes, content_type, size) {
      checkFile(name, bytes, content_type, files);
      const kept = await parts.files.put({ task_id: task.id, index, attempt, name }, bytes, content_type);
      const entry = { name, content_type, ...kept, width: pixels(size?.width), height: pixels(size?.height) };
      files.set(name, entry);
      return entry;
    },
  };

  const request = { type: taskType.type, file: taskType.file, input, task_id: task.id, index, attempt };
  const handle =
    taskType.isolation === 'thread' ? parts.threads.run(request, hooks) : runInline(taskType, request, hooks);
  const timeout = setTimeout(() => stop('timeout'), taskType.timeout);

  function end(outcome: RunOutcome | null): void {
    over = true;
    clearTimeout(timeout);
    clearTimeout(graceTimer);
    resolve({ outcome, stopped, files: [...files.values()] });
  }

  function stop(reason: StopReason): void {
    // Once it is over its thread may run another item already.
    if (stopped || over) return;
    stopped = reason;
    handle.abort(reason);
    graceTimer = setTimeout(() => {
      end(null);
      void handle.terminate().then(free);
    }, graceOf(reason));
  }

  void handle.done.then((outcome) => {
    end(outcome);
    free();
  });
  return {
    item,
    started_at: new Date().toISOString(),
    get progress() {
      return progress;
    },
    ended,
    gone,
    stop,
  };
}

function runInline(
  taskType: TaskType,
  request: { input: unknown; task_id: string; index: number; attempt: number },
  hooks: RunHooks,
) {
  const abort = new AbortController();
  const context = {
    signal: abort.signal,
    get cancelled() {
      return abort.signal.aborted;
    },
    attempt: request.attempt,
    task_id: request.task_id,
    index: request.index,
    progress: hooks.progress,
    log: hooks.log,
    attach: async (...file: Parameters<RunHooks['attach']>) =>
      void (await outsideTaskCode(() => hooks.attach(...file))),
  };
  const code = { type: taskType.type, task_id: request.task_id, index: request.index };
  const run = () => inTaskCode(code, () => taskType.run(request.input, context));
  const done = (async () => resultOutcome(await run()))().catch(errorOutcome);
  return {
    done,
    // What listeners throw is thrown in the context of whoever aborts.
    abort: (reason: string) => inTaskCode(code, () => abort.abort(new Error(reason))),
    // Nothing can end a promise from outside: the place is free when the handler lets go.
    terminate: async () => void (await done),
  };
}

function graceOf(reason: StopReason): number {
  // A lapsed lease leaves no grace: the item may run elsewhere already.
  if (reason === 'lapsed') return 0;
  return reason === 'stopping' ? STOPPING_GRACE_MS : GRACE_MS;
}

const pixels = (value: unknown): number | null =>
  Number.isInteger(value) && Number(value) >= 0 ? Number(value) : null;

function checkFile(
  name: string,
  bytes: Uint8Array,
  content_type: string,
  files: Map<string, FileEntry>,
): void {
  if (!isFileName(name))
    throw new Error('a file name has 1 to 128 characters without slashes or control characters');
  if (typeof content_type !== 'string' || !/^[\w.+-]+\/[\w.+-]+(; ?[\w.+-]+=[\w.+-]+)*$/.test(content_type)) {
    throw new Error(`"${content_type}" is no content type`);
  }
  if (!(bytes instanceof Uint8Array))
    throw new TypeError('the bytes of a file are a Uint8Array; a text is encoded first');
  if (bytes.byteLength > MOST_FILE_BYTES) throw new Error(`a file has at most ${MOST_FILE_BYTES} bytes`);
  if (files.size >= MOST_FILES && !files.has(name))
    throw new Error(`an item has at most ${MOST_FILES} files`);
}

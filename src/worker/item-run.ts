/** One attempt of one item: starts it, interrupts it and reports how it ended. Uses no store. */
import { sep } from 'node:path';
import type { FileEntry } from '../data/contracts/index.ts';
import type { Log } from '../runtime/log.ts';
import type { WorkSlices } from '../runtime/work-slices.ts';
import type { ClaimedItem } from '../services/engine/attempt.ts';
import type { TaskType } from '../task-types/definition/registry.ts';
import { AttemptFiles, type AttemptFilesParts } from './attempt-files.ts';
import { AttemptFolder } from './attempt-folder.ts';
import type { HandlerAnswer } from './handler-answer.ts';
import type { HandlerRun } from './handler-run.ts';
import { InlineRun } from './inline-run.ts';
import type { ItemLogs } from './item-logs.ts';
import { ItemReports, logged } from './item-reports.ts';
import { AttemptPrograms } from './programs/attempt-programs.ts';
import type { ThreadPool } from './threads/thread-pool.ts';

/** Milliseconds that a running item gets between its abort signal and its end. */
const GRACE_MS = 2_000;
/** Shorter if the process stops: the item has already had the time of SHUTDOWN_GRACE and is handed back. */
const STOPPING_GRACE_MS = 1_000;

export type StopReason = 'cancelled' | 'timeout' | 'stopping' | 'lapsed';

export interface RunEnd {
  /** The answer of the handler, or null if it did not end within the grace period. */
  answer: HandlerAnswer | null;
  /** Why it was interrupted, if it was. */
  stopped: StopReason | null;
  files: FileEntry[];
  /** The handler's last note about its progress. */
  note: string | null;
}

export interface ItemRunParts {
  threads: ThreadPool;
  files: AttemptFilesParts['files'];
  storage_quota: AttemptFilesParts['storage_quota'];
  previews: AttemptFilesParts['previews'];
  item_logs: ItemLogs;
  /** Where runs are aborted: the handlers of many may have much to do at once. */
  aborts: WorkSlices;
  log: Log;
  /** The prefix of the marks of programs that this process starts. */
  mark: string;
  /** Where the folders of attempts are created. */
  folder: string;
  /** The largest file that a handler can attach, in bytes. */
  most_file_bytes: number;
}

export class ItemRun {
  readonly item: ClaimedItem;
  readonly ended: Promise<RunEnd>;
  /** Resolves once nothing of the run is left and its place is free. */
  readonly gone: Promise<void>;
  readonly #log: Log;
  readonly #aborts: WorkSlices;
  readonly #files: AttemptFiles;
  readonly #programs: AttemptPrograms;
  readonly #folder: AttemptFolder;
  readonly #reports: ItemReports;
  readonly #handler: HandlerRun;
  readonly #timeout: NodeJS.Timeout;
  readonly #end: (end: RunEnd) => void;
  readonly #free: () => void;
  #grace: NodeJS.Timeout | undefined;
  #stopped: StopReason | null = null;
  #over = false;

  /** `onBegun` is called once, soon after the handler was called. */
  constructor(
    parts: ItemRunParts,
    item: ClaimedItem,
    taskType: TaskType,
    input: unknown,
    onBegun?: () => void,
  ) {
    const { promise: ended, resolve: end } = Promise.withResolvers<RunEnd>();
    const { promise: gone, resolve: free } = Promise.withResolvers<void>();
    this.item = item;
    this.ended = ended;
    this.gone = gone;
    this.#end = end;
    this.#free = free;
    this.#log = parts.log;
    this.#aborts = parts.aborts;
    this.#files = new AttemptFiles(parts, item);
    this.#timeout = setTimeout(() => this.interrupt('timeout'), taskType.timeout);
    const { task, index, attempt } = item;
    const mark = `${parts.mark}:${task.id}:${index}:${attempt}`;
    this.#programs = new AttemptPrograms(mark);
    this.#folder = new AttemptFolder(`${parts.folder}${sep}${task.id}-${index}-${attempt}`);
    const { item_logs, log } = parts;
    this.#reports = new ItemReports({
      item,
      files: this.#files,
      folder: this.#folder,
      programs: this.#programs,
      item_logs,
      log,
      onBegun,
    });
    const { type, file } = taskType;
    const { most_file_bytes } = parts;
    const folder = this.#folder.path;
    const tells_begin = onBegun !== undefined;
    const attempted = { task_id: task.id, index, attempt, mark, folder, most_file_bytes };
    const request = { type, file, input, ...attempted, tells_begin };
    this.#handler =
      taskType.isolation === 'thread'
        ? parts.threads.run(request, this.#reports)
        : new InlineRun(taskType.run, request, this.#reports);
    void this.#handler.answer.then((answer) => this.#answered(answer));
  }

  /** The process ends, and nothing else can be waited for. */
  killAtExit(): void {
    this.#programs.killAtExit();
  }

  /** All but the `kept` bytes of its files go back to the quota. Only the first call counts. */
  giveBack(kept: number): void {
    this.#files.giveBack(kept);
  }

  /** Removes the files of a run that has ended without an outcome. */
  discardFiles(): Promise<void> {
    return this.#files.discard();
  }

  /** Resolves once nothing of the run is left, neither in this process nor in the store. */
  async cleared(): Promise<void> {
    await Promise.all([this.gone, this.#files.cleared()]);
  }

  /** 0–100, as last reported. */
  get progress(): number {
    return this.#reports.percent;
  }

  /** What the handler last said of it. */
  get note(): string | null {
    return this.#reports.note;
  }

  /** Sends the abort signal; the run ends within the grace period. Only the first reason counts. */
  interrupt(reason: StopReason): void {
    if (this.#stopped || this.#over) return;
    this.#stopped = reason;
    this.#aborts.add(() => this.#abort(reason));
  }

  #abort(reason: StopReason): void {
    // Once the run is over, its thread may already run another item.
    if (this.#over) return;
    this.#handler.abort(reason);
    this.#inBackground(this.#programs.signal('SIGTERM'));
    this.#grace = setTimeout(() => this.#inBackground(this.#terminate()), graceOf(reason));
  }

  async #terminate(): Promise<void> {
    this.#settle(null);
    try {
      // Before their thread ends: nothing else reaps them.
      await this.#programs.kill();
    } finally {
      await this.#handler.terminate();
      // What the handler and its threads have started until then gets no more time.
      await this.#clearUp(0);
    }
  }

  #answered(answer: HandlerAnswer): void {
    // Once it is being terminated, it sends no more messages.
    if (this.#over) return;
    this.#settle(answer);
    if (this.#programs.any || this.#folder.used) this.#inBackground(this.#clearUp());
    else this.#leave();
  }

  async #clearUp(grace_ms?: number): Promise<void> {
    try {
      if (this.#handler.isGone) this.#programs.threadsGone();
      await this.#programs.end(grace_ms);
      if (this.#handler.isGone) await this.#programs.reap();
      await this.#folder.remove();
    } finally {
      this.#leave();
    }
  }

  #leave(): void {
    this.#handler.release();
    this.#free();
  }

  #inBackground(work: Promise<void>): void {
    work.catch((error: unknown) => {
      this.#log.warn(
        { err: error, ...logged(this.item) },
        'programs or temporary files of an item could not be removed; the next start of the worker tries again',
      );
    });
  }

  #settle(answer: HandlerAnswer | null): void {
    this.#over = true;
    this.#files.end();
    this.#programs.close();
    clearTimeout(this.#timeout);
    clearTimeout(this.#grace);
    this.#end({ answer, stopped: this.#stopped, files: this.#files.entries(), note: this.#reports.note });
  }
}

function graceOf(reason: StopReason): number {
  // After an expired lease there is no grace period: the item may already run elsewhere.
  if (reason === 'lapsed') return 0;
  return reason === 'stopping' ? STOPPING_GRACE_MS : GRACE_MS;
}

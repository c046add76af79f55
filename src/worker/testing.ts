/** `backend2/testing`: runs a task type in memory, without a server, for its unit tests. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { FileStore } from '../data/contracts/index.ts';
import type { FaultDetail } from '../errors.ts';
import { toJsonText } from '../runtime/text.ts';
import {
  HIGHEST_LIMITS,
  type PrepareLimits,
  type TaskTypeDefinition,
} from '../task-types/definition/define-task-type.ts';
import { type TaskType, taskTypeOf } from '../task-types/definition/registry.ts';
import { AttemptFiles } from './attempt-files.ts';
import type { HandlerAnswer } from './handler-answer.ts';
import type { HandlerReports } from './handler-run.ts';
import { InlineRun } from './inline-run.ts';
import type { HandlerLine } from './log-throttle.ts';

/** The default of `MAX_FILE_BYTES`. */
const MOST_FILE_BYTES = 1024 ** 3;

export interface TestedFile {
  name: string;
  content_type: string;
  bytes: Uint8Array;
  width: number | null;
  height: number | null;
}

export interface TestedItem {
  index: number;
  label: Record<string, string> | null;
  /** As it is stored: after a round through JSON. Null if the handler has thrown. */
  result: unknown;
  /** What the handler has thrown. `final`: it would not run again. */
  error: HandlerAnswer['error'];
  note: string | null;
  log: Pick<HandlerLine, 'level' | 'message' | 'fields'>[];
  files: TestedFile[];
}

export interface TestedTask {
  /** In English. */
  name: string;
  summary: string | null;
  /** As a task would store them: with defaults, after `prepare`. */
  params: unknown;
  /** Of all items of the plan. */
  count: number;
  /** Those that have run, each once. */
  items: TestedItem[];
}

export interface TestOptions {
  /** Indexes of the items to run. Default: all. */
  items?: number[];
  limits?: Partial<PrepareLimits>;
  /** Aborts the item that is running, as a cancel does. */
  signal?: AbortSignal;
}

/**
 * Checks and prepares the params, makes the plan, and runs the items one after another in this thread, each once. Throws an error with
 * `details` (`{path, message}`) for params that a request would be refused for. What a handler throws is the `error` of its item.
 */
export async function runTaskType(
  definition: TaskTypeDefinition,
  params: unknown = {},
  options: TestOptions = {},
): Promise<TestedTask> {
  const limits = { ...HIGHEST_LIMITS, ...options.limits };
  const taskType = taskTypeOf(definition, 'the task type', limits);
  refuse(taskType.check(params, limits));
  const stored: unknown = JSON.parse(toJsonText(await taskType.prepare(params, limits)));
  const plan = taskType.plan(stored);
  const indexes = options.items ?? Array.from({ length: plan.count }, (_, index) => index);
  const items: TestedItem[] = [];
  for (const index of indexes) {
    const { input, label = null } = plan.item(index);
    items.push({ index, label, ...(await runItem(taskType, input, index, options.signal)) });
  }
  const [name, summary] = [taskType.name(stored), taskType.summary(stored)];
  return { name, summary, params: stored, count: plan.count, items };
}

function refuse(details: FaultDetail[]): void {
  if (details.length === 0) return;
  const text = details.map(({ path, message }) => `${path} ${message}`).join('; ');
  throw Object.assign(new Error(text), { details });
}

async function runItem(taskType: TaskType, input: unknown, index: number, signal?: AbortSignal) {
  const folder = await mkdtemp(join(tmpdir(), 'backend2-testing-'));
  const reports = new TestReports(index);
  const { mark } = reports.programs;
  try {
    const run = new InlineRun(
      taskType.run,
      {
        type: taskType.type,
        file: taskType.file,
        // As on the way to a thread, which takes no functions.
        input: structuredClone(input),
        ...{ task_id: reports.task_id, index, attempt: 1, mark, most_file_bytes: MOST_FILE_BYTES },
        folder: join(folder, 'attempt', '1'),
      },
      reports,
    );
    const abort = () => run.abort('cancelled');
    signal?.addEventListener('abort', abort);
    if (signal?.aborted) abort();
    const { result, error } = await run.answer;
    signal?.removeEventListener('abort', abort);
    const { note, lines: log } = reports;
    return { result: parsed(result), error, note, log, files: reports.files() };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const parsed = (result: string | null): unknown => (result === null ? null : JSON.parse(result));

/** Keeps in memory what the handler of one item reports. */
class TestReports implements HandlerReports {
  readonly task_id = '00000000-0000-7000-8000-000000000000';
  readonly programs = {
    mark: 'testing',
    start: <T>(start: () => T) => start(),
    shared: () => new Int32Array(new SharedArrayBuffer(8)),
    starting() {},
    started() {},
    exited() {},
  };
  readonly lines: TestedItem['log'] = [];
  note: string | null = null;
  readonly #contents = new Map<string, Uint8Array>();
  readonly #files: AttemptFiles;

  constructor(index: number) {
    this.#files = new AttemptFiles(
      {
        files: {
          put: (...file) => this.#put(...file),
          delete: async ({ name }) => void this.#contents.delete(name),
        },
        storage_quota: { take: async () => {}, give() {} },
        log: { warn() {} },
        most_file_bytes: MOST_FILE_BYTES,
      },
      { task: { id: this.task_id, owner_id: this.task_id }, index, attempt: 1 },
    );
  }

  begun(): void {}

  usesFolder(): void {}

  progress(_fraction: number, note: string | undefined): void {
    if (note !== undefined) this.note = note;
  }

  log(lines: HandlerLine[]): void {
    for (const { level, message, fields } of lines) this.lines.push({ level, message, fields });
  }

  attach(...file: Parameters<HandlerReports['attach']>): Promise<void> {
    return this.#files.attach(...file);
  }

  files(): TestedFile[] {
    return this.#files.entries().map(({ name, content_type, width, height }) => {
      const bytes = this.#contents.get(name) ?? new Uint8Array();
      return { name, content_type, bytes, width, height };
    });
  }

  async #put(...[{ name }, content]: Parameters<FileStore['put']>): ReturnType<FileStore['put']> {
    const bytes = content instanceof Uint8Array ? content.slice() : await buffer(content);
    this.#contents.set(name, bytes);
    return { bytes: bytes.byteLength, sha256: createHash('sha256').update(bytes).digest('hex') };
  }
}

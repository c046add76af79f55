/** Entry of a worker thread: runs what the main thread sends, one item at a time. */
import { parentPort } from 'node:worker_threads';
import type { RunContext } from '../../task-types/definition/define-task-type.ts';
import { loadTaskType, type TaskType } from '../../task-types/definition/registry.ts';
import { inTaskCode, type TaskCode, taskCodeNow } from '../../task-types/definition/task-code.ts';
import { errorOutcome, resultOutcome } from '../run-outcome.ts';
import type { FromRun, FromThread, RunOutcome, RunRequest, ToThread } from './thread-protocol.ts';

const PROGRESS_EVERY_MS = 250;

const loaded = new Map<string, Promise<TaskType>>();
const attachments = new Map<number, { resolve(): void; reject(error: Error): void }>();
let calls = 0;
let abort = new AbortController();
/** The run under way. */
let running: number | null = null;
let code: TaskCode = { type: '' };

parentPort?.on('message', (message: ToThread) => {
  if (message.kind === 'run') {
    const { run: id } = message;
    void run(message).then((outcome) =>
      parentPort?.postMessage({ run: id, kind: 'done', outcome } satisfies FromThread),
    );
  } else if (message.kind === 'abort') stop(new Error(message.reason));
  else {
    const waiting = attachments.get(message.call);
    attachments.delete(message.call);
    if (message.error === null) waiting?.resolve();
    else waiting?.reject(new Error(message.error));
  }
});

process.on('unhandledRejection', onStray).on('uncaughtException', onStray);

/**
 * An error that nobody handled. It fails the run it came from; where that cannot be told, the one under way, which may wait for
 * what will not come any more. What an earlier run left behind is not charged to the next item.
 */
function onStray(thrown: unknown): void {
  const code = taskCodeNow();
  const send = (message: FromThread) => parentPort?.postMessage(message);
  if (running !== null && (code?.run === undefined || code.run === running)) {
    send({ run: running, kind: 'done', outcome: errorOutcome(thrown), spoiled: true });
    return;
  }
  const { type, message } = errorOutcome(thrown).error ?? { type: 'Error', message: '' };
  // Made anew: what was thrown may be nothing that can be sent.
  const error = Object.assign(new Error(message), { name: type });
  if (thrown instanceof Error && typeof thrown.stack === 'string') error.stack = thrown.stack;
  send({
    run: code?.run ?? 0,
    kind: 'stray',
    error,
    type: code?.type,
    task_id: code?.task_id,
    index: code?.index,
  });
}

function stop(reason: Error): void {
  // What listeners throw is thrown in the context of whoever aborts.
  inTaskCode(code, () => abort.abort(reason));
}

async function run(request: RunRequest): Promise<RunOutcome> {
  abort = new AbortController();
  running = request.run;
  const { type, task_id, index } = request;
  code = { type, task_id, index, run: request.run };
  const flag = new Int32Array(request.flag);
  let reported = 0;
  // What a handler leaves running after its end must not speak for the thread's next item.
  let over = false;
  const send = (message: FromRun, transfer: ArrayBuffer[] = []) =>
    parentPort?.postMessage({ run: request.run, ...message }, transfer);
  try {
    let taskType = loaded.get(request.file);
    if (!taskType) {
      taskType = loadTaskType(request.file);
      loaded.set(request.file, taskType);
    }
    const { run } = await taskType;
    const context: RunContext = {
      signal: abort.signal,
      get cancelled() {
        return Atomics.load(flag, 0) !== 0;
      },
      attempt: request.attempt,
      task_id: request.task_id,
      index: request.index,
      progress(fraction, note) {
        const now = Date.now();
        if (over || (now - reported < PROGRESS_EVERY_MS && fraction < 1)) return;
        reported = now;
        send({ kind: 'progress', fraction: Number(fraction), note });
      },
      log(message, fields) {
        if (!over) send({ kind: 'log', message: String(message), fields: withoutFunctions(fields) });
      },
      attach(name, bytes, content_type, size) {
        if (over) return Promise.resolve();
        if (!(bytes instanceof Uint8Array)) {
          return Promise.reject(
            new TypeError('the bytes of a file are a Uint8Array; a text is encoded first'),
          );
        }
        const call = ++calls;
        const { promise, resolve, reject } = Promise.withResolvers<void>();
        attachments.set(call, { resolve, reject });
        const copy = new Uint8Array(bytes);
        send({ kind: 'attach', call, name, bytes: copy, content_type, size }, [copy.buffer]);
        return promise;
      },
    };
    return resultOutcome(await inTaskCode(code, () => run(request.input, context)));
  } catch (error) {
    return errorOutcome(error);
  } finally {
    over = true;
    running = null;
  }
}

/** What a thread can send: functions and the like are left out, as JSON leaves them out. */
const withoutFunctions = (fields: Record<string, unknown> | undefined) =>
  fields && (JSON.parse(JSON.stringify(fields)) as Record<string, unknown>);

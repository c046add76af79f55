/** Entry of a worker thread: runs what the main thread sends, one item at a time. */
import { parentPort } from 'node:worker_threads';
import { loadTaskType, type TaskType } from '../task-types/registry.ts';
import { errorOutcome, resultOutcome } from './run-outcome.ts';
import type { FromRun, FromThread, RunOutcome, RunRequest, ToThread } from './thread-protocol.ts';

const PROGRESS_EVERY_MS = 250;

const loaded = new Map<string, Promise<TaskType>>();
const attachments = new Map<number, { resolve(): void; reject(error: Error): void }>();
let calls = 0;
let abort = new AbortController();

parentPort?.on('message', (message: ToThread) => {
  if (message.kind === 'run') {
    const { run: id } = message;
    void run(message).then((outcome) =>
      parentPort?.postMessage({ run: id, kind: 'done', outcome } satisfies FromThread),
    );
  } else if (message.kind === 'abort') abort.abort(new Error(message.reason));
  else {
    const waiting = attachments.get(message.call);
    attachments.delete(message.call);
    if (message.error === null) waiting?.resolve();
    else waiting?.reject(new Error(message.error));
  }
});

async function run(request: RunRequest): Promise<RunOutcome> {
  abort = new AbortController();
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
    const result = await run(request.input, {
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
    });
    return resultOutcome(result);
  } catch (error) {
    return errorOutcome(error);
  } finally {
    over = true;
  }
}

/** What a thread can send: functions and the like are left out, as JSON leaves them out. */
const withoutFunctions = (fields: Record<string, unknown> | undefined) =>
  fields && (JSON.parse(JSON.stringify(fields)) as Record<string, unknown>);

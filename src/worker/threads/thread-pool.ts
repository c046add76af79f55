/** Threads that run items, one each: started when first needed, kept for the next item, ended when idle. */
import { Worker } from 'node:worker_threads';
import { errorOutcome } from '../run-outcome.ts';
import type { FromThread, RunHooks, RunOutcome, RunRequest, Stray, ToThread } from './thread-protocol.ts';

const IDLE_MS = 10_000;
const THREAD_MEMORY_MB = 512;

/** An item under way in a thread. */
export interface ThreadRun {
  /** Never rejects: a thread that ended by itself is an error of the item. */
  done: Promise<RunOutcome>;
  abort(reason: string): void;
  /** Ends the thread, whatever it does; resolves when it is gone (native code may delay that). */
  terminate(): Promise<void>;
}

export interface ThreadPool {
  run(request: Omit<RunRequest, 'kind' | 'flag' | 'run'>, hooks: RunHooks): ThreadRun;
  close(): Promise<void>;
}

interface Thread {
  worker: Worker;
  idle_timer: NodeJS.Timeout | null;
  /** Takes no further item. */
  retired: boolean;
}

/**
 * `env` is what the threads see as their environment; `onStray` hears of errors that an item left behind. Its thread is
 * retired then: who knows what else is left there.
 */
export function createThreadPool(
  env: Record<string, string | undefined>,
  onStray: (stray: Stray) => void,
): ThreadPool {
  const idle: Thread[] = [];
  const all = new Set<Thread>();
  let runs = 0;

  function start(): Thread {
    const worker = new Worker(new URL('./thread-main.ts', import.meta.url), {
      env,
      resourceLimits: { maxOldGenerationSizeMb: THREAD_MEMORY_MB },
    });
    const thread: Thread = { worker, idle_timer: null, retired: false };
    all.add(thread);
    // While a run is on, it listens too; an idle thread that ends is only forgotten.
    worker.on('error', () => {});
    worker.on('message', (message: FromThread | null) => {
      if (message?.kind !== 'stray') return;
      thread.retired = true;
      const at = idle.indexOf(thread);
      if (at >= 0) {
        idle.splice(at, 1);
        void worker.terminate();
      }
      onStray(message);
    });
    worker.once('exit', () => {
      all.delete(thread);
      const at = idle.indexOf(thread);
      if (at >= 0) idle.splice(at, 1);
    });
    return thread;
  }

  function rest(thread: Thread): void {
    if (!all.has(thread)) return;
    if (thread.retired) return void thread.worker.terminate();
    idle.push(thread);
    thread.worker.unref();
    thread.idle_timer = setTimeout(() => void thread.worker.terminate(), IDLE_MS);
    thread.idle_timer.unref();
  }

  return {
    run(request, hooks) {
      const thread = idle.pop() ?? start();
      if (thread.idle_timer) clearTimeout(thread.idle_timer);
      const { worker } = thread;
      worker.ref();
      const flag = new SharedArrayBuffer(4);
      const { promise: done, resolve } = Promise.withResolvers<RunOutcome>();
      const post = (message: ToThread) => worker.postMessage(message);

      const id = ++runs;
      const onMessage = (message: FromThread | null) => {
        // A handler can reach the same port: what is not of this run is nobody's word.
        if (message?.run !== id) return;
        if (message.kind === 'stray') return;
        if (message.kind === 'done' && message.spoiled) endSpoiled(message.outcome);
        else if (message.kind === 'done') end(message.outcome, true);
        else if (message.kind === 'progress') hooks.progress(message.fraction, message.note);
        else if (message.kind === 'log') hooks.log(message.message, message.fields);
        else {
          hooks.attach(message.name, message.bytes, message.content_type, message.size).then(
            () => post({ kind: 'attached', call: message.call, error: null }),
            (error: Error) => post({ kind: 'attached', call: message.call, error: error.message }),
          );
        }
      };
      const onError = (error: unknown) => end(errorOutcome(error), false);
      const onExit = (code: number) => {
        const text = `The thread of this item ended by itself (exit code ${code}).`;
        end(errorOutcome(Object.assign(new Error(text), { name: 'ThreadEnded' })), false);
      };
      let over = false;
      function end(outcome: RunOutcome, reusable: boolean): void {
        over = true;
        worker.off('message', onMessage).off('error', onError).off('exit', onExit);
        if (reusable) rest(thread);
        resolve(outcome);
      }
      /** The handler may still run: its place is free once the thread is gone. */
      function endSpoiled(outcome: RunOutcome): void {
        worker.off('message', onMessage).off('exit', onExit);
        worker.terminate().then(() => end(outcome, false), onError);
      }
      worker.on('message', onMessage).on('error', onError).on('exit', onExit);
      try {
        post({ kind: 'run', run: id, ...request, flag });
      } catch (error) {
        // The plan made an input that cannot be sent to a thread, a function in it for example.
        end(errorOutcome(Object.assign(error as Error, { final: true })), true);
      }
      return {
        done,
        abort(reason) {
          Atomics.store(new Int32Array(flag), 0, 1);
          // The thread may have gone on to another item.
          if (!over) post({ kind: 'abort', reason });
        },
        async terminate() {
          if (!over) await worker.terminate();
        },
      };
    },
    async close() {
      await Promise.all([...all].map((thread) => thread.worker.terminate()));
    },
  };
}

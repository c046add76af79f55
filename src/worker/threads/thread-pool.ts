/** The threads that run items, one item each. They are started when needed, reused, and ended when idle. */
import { setFlagsFromString } from 'node:v8';
import type { Log } from '../../runtime/log.ts';
import { ThrottledLog } from '../../runtime/throttled-log.ts';
import type { HandlerReports, HandlerRequest, HandlerRun } from '../handler-run.ts';
import type { WorkerParts } from '../worker-parts.ts';
import { ItemThread } from './item-thread.ts';
import { MemoryWatch } from './memory-watch.ts';
import type { LeftBehind } from './thread-protocol.ts';
import { ThreadRun, type ThreadSource } from './thread-run.ts';

const IDLE_MS = 10_000;
const CHANGED_LOG_MS = 60_000;

export class ThreadPool implements ThreadSource {
  readonly #env: Record<string, string | undefined>;
  readonly #log: Pick<Log, 'error'>;
  readonly #changed_log: ThrottledLog;
  readonly #all = new Set<ItemThread>();
  readonly #memory = new MemoryWatch(this.#all);
  /** Idle threads, each with the timer that ends it. */
  readonly #idle = new Map<ItemThread, NodeJS.Timeout>();
  #runs = 0;

  /** `env` is what the threads see as their environment. */
  constructor(
    env: Record<string, string | undefined>,
    log: Pick<Log, 'error' | 'warn'>,
    onFull?: WorkerParts['onFull'],
  ) {
    onFull?.(() => this.#replaceAll());
    // `--max-old-space-size`, also in NODE_OPTIONS, applies to the whole process and would override the limit of every thread.
    // The main thread already has its heap, so the flag is cleared for threads that start later.
    setFlagsFromString('--max-old-space-size=0');
    this.#env = env;
    this.#log = log;
    this.#changed_log = new ThrottledLog(log, CHANGED_LOG_MS);
  }

  run(request: HandlerRequest, reports: HandlerReports): HandlerRun {
    this.#runs += 1;
    return new ThreadRun(this, this.#runs, request, reports);
  }

  get counts(): { busy: number; idle: number } {
    return { busy: this.#all.size - this.#idle.size, idle: this.#idle.size };
  }

  async close(): Promise<void> {
    await Promise.all([...this.#all].map((thread) => thread.terminate()));
  }

  takeRested(): ItemThread | undefined {
    const [last] = [...this.#idle].at(-1) ?? [];
    if (!last) return undefined;
    this.#forgetIdle(last);
    last.ref();
    return last;
  }

  #forgetIdle(thread: ItemThread): void {
    clearTimeout(this.#idle.get(thread));
    this.#idle.delete(thread);
  }

  start(): ItemThread {
    const thread = new ItemThread(this.#env, {
      exited: () => {
        this.#all.delete(thread);
        this.#forgetIdle(thread);
      },
      leftBehind: (left) => this.#reportLeftBehind(thread, left),
    });
    this.#all.add(thread);
    this.#memory.start();
    return thread;
  }

  /** Idle threads end now, busy ones after their item: what their code left open is closed with them. */
  #replaceAll(): void {
    for (const thread of this.#all) thread.retire();
    for (const thread of [...this.#idle.keys()]) {
      this.#forgetIdle(thread);
      void thread.terminate();
    }
  }

  rest(thread: ItemThread): void {
    if (!this.#all.has(thread)) return;
    if (thread.retired) return void thread.terminate();
    const timer = setTimeout(() => void thread.terminate(), IDLE_MS);
    timer.unref();
    thread.unref();
    this.#idle.set(thread, timer);
  }

  changed(thread: ItemThread, task_type: string, built_in: string): void {
    thread.retire();
    this.#changed_log.warn(
      { task_type, built_in },
      'the code of a task type changed a built-in of JavaScript; its thread is replaced after the item, which costs time',
    );
  }

  /** More code may be left running in that thread, so it takes no further items. */
  #reportLeftBehind(thread: ItemThread, { error, type, task_id, index }: LeftBehind): void {
    thread.retire();
    if (this.#idle.has(thread)) {
      this.#forgetIdle(thread);
      void thread.terminate();
    }
    this.#log.error(
      { err: error, task_type: type, task_id, index },
      'the code of a task type caused an unhandled error; its thread is replaced',
    );
  }
}

/** What the program tells of traces, without the library: it is loaded only where they are wanted. */

/** One request of HTTP, from its first line to the end of its answer. */
export interface RequestSpan {
  /** W3C `traceparent`: what the request causes later names it as its parent. */
  readonly traceparent: string;
  end(route: string, status: number): void;
}

interface TracedTask {
  id: string;
  type: string;
  /** `traceparent` of the request that made the task. */
  trace: string | null;
}

export interface Traces {
  /** `given` is the caller's own `traceparent`, if it sent one. */
  request(method: string, given: string | undefined): RequestSpan;
  /** Hears of attempts: the wait in the queue and the run become spans below the request that made the task. */
  readonly attempts: {
    started(task: TracedTask, wait_ms: number): void;
    ended(task: TracedTask, kind: string, run_ms: number): void;
  };
  /** Sends what is left. */
  close(): Promise<void>;
}

/** The interface to tracing, independent of the library, which is loaded only if traces are wanted. */

/** One HTTP request, from its first line to the end of its answer. */
export interface RequestSpan {
  /** W3C `traceparent`, the parent of everything that the request causes later. */
  readonly traceparent: string;
  end(route: string, status: number): void;
}

interface TracedTask {
  id: string;
  type: string;
  /** `traceparent` of the request that created the task. */
  trace: string | null;
}

export interface Traces {
  /** `given` is the caller's own `traceparent`, if it sent one. */
  request(method: string, given: string | undefined): RequestSpan;
  /** Called for attempts: the wait in the queue and the run become spans below the request that created the task. */
  readonly attempts: {
    started(task: TracedTask, wait_ms: number): void;
    ended(task: TracedTask, kind: string, run_ms: number): void;
  };
  /** Sends the remaining spans. */
  close(): Promise<void>;
}

/** The messages between the main thread and the thread of an item. */
import type { HandlerAnswer, ThrownError } from '../handler-answer.ts';
import type { HandlerRequest } from '../handler-run.ts';
import type { HandlerLine } from '../log-throttle.ts';

/** Marks our messages, because Node's watch mode, debuggers and handlers use the same port. */
export const OURS = 'backend2';

export interface RunMessage extends HandlerRequest {
  kind: 'run';
  /** The run that a message belongs to: a handler may leave code running that still sends messages. */
  run: number;
  /** Cells of 32 bits, see `RunCell`: readable from a synchronous loop. */
  cells: Int32Array;
  /** Shared by all threads of the attempt, see `AttemptEnd`. */
  end: Int32Array;
}

/** What both sides can see at once, without a message. */
export const RunCell = {
  /** 1 once the item is cancelled. */
  cancelled: 0,
  /** 0 until either side decides: 1 the handler starts, 2 the run was taken back before. */
  start: 1,
} as const;

/** Why a file was not kept; `final` as of the error that was thrown. */
export type AttachFault = Pick<ThrownError, 'type' | 'message' | 'zh'> & { final: boolean };

export type ToRun =
  | RunMessage
  | { kind: 'abort'; run: number; reason: string }
  | { kind: 'attached'; run: number; call: number; error: AttachFault | null };

export type ToThread = { from: typeof OURS } & ToRun;

export type FromThread = { from: typeof OURS; run: number } & FromRun;

export type FromRun =
  /** The handler has been called; only where the request asks for it. */
  | { kind: 'begun' }
  | { kind: 'progress'; fraction: number; note: string | undefined }
  /** The handler uses its folder. */
  | { kind: 'folder' }
  | { kind: 'log'; lines: HandlerLine[] }
  | {
      kind: 'attach';
      call: number;
      name: string;
      /** A stream that was written to a file in the attempt's folder. */
      content: Uint8Array | { path: string };
      content_type: string;
      size?: { width: number; height: number };
    }
  /** `starting`: its process id will not be known. */
  | { kind: 'program'; pid: number; is: 'starting' | 'started' | 'detached' | 'gone' }
  /** `spoiled`: something other than the handler failed, and the handler may still be running. The thread must not be used again. */
  /** `changed`: a built-in that is not what it was before. The thread must take no further items. */
  | { kind: 'done'; answer: HandlerAnswer; spoiled?: true; changed?: string }
  /** Code that an earlier run left behind has failed. The thread must take no further items. */
  | ({ kind: 'left-behind' } & LeftBehind);

/** An unhandled error of an earlier run. */
export interface LeftBehind {
  error: Error;
  /** The task type, if known. */
  type: string | undefined;
  task_id: string | undefined;
  index: number | undefined;
}

/** Whether a message is one of ours; other messages on the port are ignored. */
export const isOurs = (message: unknown): message is { from: typeof OURS; kind?: unknown; run?: unknown } =>
  typeof message === 'object' && message !== null && (message as { from?: unknown }).from === OURS;

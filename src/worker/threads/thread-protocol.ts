/** What the main thread and an item's thread say to each other. */
import type { HandlerAnswer, ThrownError } from '../handler-answer.ts';
import type { HandlerRequest } from '../handler-run.ts';
import type { HandlerLine } from '../log-throttle.ts';

/** Marks our messages: Node's watch mode, debuggers and handlers speak over the same port. */
export const OURS = 'backend2';

export interface RunMessage extends HandlerRequest {
  kind: 'run';
  /** Messages of another run are not for this one: a handler may leave something running that still speaks. */
  run: number;
  /** Cells of 32 bits, see `RunCell`: readable from a synchronous loop. */
  cells: Int32Array;
}

/** What both sides see at once, without a message. */
export const RunCell = {
  /** 1 once the item is cancelled. */
  cancelled: 0,
  /** 0 until either side decides: 1 the handler starts, 2 the run was taken back before. */
  start: 1,
} as const;

/** Why a file was not kept; `final` as of the error that was thrown. */
export type AttachFault = Pick<ThrownError, 'type' | 'message'> & { final: boolean };

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
      /** A stream stands in a file of the attempt's folder by now. */
      content: Uint8Array | { path: string };
      content_type: string;
      size?: { width: number; height: number };
    }
  /** `starting`: its number will not be known. */
  | { kind: 'program'; pid: number; is: 'starting' | 'started' | 'detached' | 'gone' }
  /** `spoiled`: something failed beside the handler, which may still be at it. The thread is of no more use. */
  | { kind: 'done'; answer: HandlerAnswer; spoiled?: true }
  /** What an earlier run left behind has failed. The thread is to take no further item. */
  | ({ kind: 'left-behind' } & LeftBehind);

/** An error of an earlier run that nobody handled. */
export interface LeftBehind {
  error: Error;
  /** The task type, where it is known. */
  type: string | undefined;
  task_id: string | undefined;
  index: number | undefined;
}

/** Whether a message is one of ours; what else comes over the port is ignored. */
export const isOurs = (message: unknown): message is { from: typeof OURS; kind: string } =>
  typeof message === 'object' && message !== null && (message as { from?: unknown }).from === OURS;

/** What the main thread and an item's thread say to each other. */
import type { FileEntry, ItemError } from '../../data/contracts/index.ts';

export interface RunRequest {
  kind: 'run';
  /** Messages of another run are not for this one: a handler may leave something running that still speaks. */
  run: number;
  type: string;
  file: string;
  input: unknown;
  task_id: string;
  index: number;
  attempt: number;
  /** One 32-bit cell, 1 once the item is cancelled: readable from a synchronous loop. */
  flag: SharedArrayBuffer;
}

export type ToThread =
  | RunRequest
  | { kind: 'abort'; reason: string }
  | { kind: 'attached'; call: number; error: string | null };

export type FromThread = { run: number } & FromRun;

export type FromRun =
  | { kind: 'progress'; fraction: number; note?: string }
  | { kind: 'log'; message: string; fields?: Record<string, unknown> }
  | {
      kind: 'attach';
      call: number;
      name: string;
      bytes: Uint8Array;
      content_type: string;
      size?: { width: number; height: number };
    }
  /** `spoiled`: something failed beside the handler, which may still be at it. The thread is of no more use. */
  | { kind: 'done'; outcome: RunOutcome; spoiled?: true }
  /** What an earlier run left behind has failed. The thread is to take no further item. */
  | ({ kind: 'stray' } & Stray);

export interface Stray {
  error: Error;
  /** The task type, where it is known. */
  type: string | undefined;
  task_id: string | undefined;
  index: number | undefined;
}

/** What became of a run: its result as JSON text, or its error. */
export type RunOutcome =
  | { result: string; error: null }
  | { result: null; error: ItemError & { final: boolean } };

/** What the runner does for the item that runs. */
export interface RunHooks {
  progress(fraction: number, note?: string): void;
  log(message: string, fields?: Record<string, unknown>): void;
  attach(
    name: string,
    bytes: Uint8Array,
    content_type: string,
    size?: { width: number; height: number },
  ): Promise<FileEntry>;
}

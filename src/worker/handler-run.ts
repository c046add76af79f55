/** A handler at work, in a thread or on the event loop: what it hears and what it says. */
import type { HandlerAnswer } from './handler-answer.ts';

/** What a handler is run with. */
export interface HandlerRequest {
  type: string;
  /** The module of the task type. */
  file: string;
  input: unknown;
  task_id: string;
  index: number;
  attempt: number;
}

/** What the handler says while it runs. Nothing is said after its answer. */
export interface HandlerReports {
  progress(fraction: number, note?: string): void;
  /** `fields` are plain data. */
  log(message: string, fields: object): void;
  attach(
    name: string,
    bytes: Uint8Array,
    content_type: string,
    size?: { width: number; height: number },
  ): Promise<void>;
}

export interface HandlerRun {
  /** Never rejects: what was thrown, or a thread that ended by itself, is an error of the item. */
  answer: Promise<HandlerAnswer>;
  abort(reason: string): void;
  /** Ends it by force where that is possible; resolves when nothing of it is left (native code may delay that). */
  terminate(): Promise<void>;
}

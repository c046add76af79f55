/** A running handler, in a thread or on the event loop: the messages from and to it. */
import type { FileContent } from '../task-types/definition/define-task-type.ts';
import type { SpawnListener } from '../task-types/definition/task-code.ts';
import type { HandlerAnswer } from './handler-answer.ts';
import type { HandlerLine } from './log-throttle.ts';

/** Everything that a handler needs to run. */
export interface HandlerRequest {
  type: string;
  /** The module of the task type. */
  file: string;
  input: unknown;
  task_id: string;
  index: number;
  attempt: number;
  /** The mark in the environment of programs that it starts. */
  mark: string;
  /** Where its temporary folder is created when it is first used. */
  folder: string;
  /** The largest file that it can attach, in bytes. */
  most_file_bytes: number;
  /** `begun` is wanted. */
  tells_begin?: boolean;
}

/** The messages of the handler while it runs. There are none after its answer. */
export interface HandlerReports {
  /** The handler has been called. Said only where the request asks for it. */
  begun(): void;
  progress(fraction: number, note: string | undefined): void;
  log(lines: HandlerLine[]): void;
  attach(
    name: string,
    content: FileContent,
    content_type: string,
    size?: { width: number; height: number },
  ): Promise<void>;
  /** True once it has used its folder. */
  usesFolder(): void;
  readonly programs: SpawnListener;
}

export interface HandlerRun {
  /** Never rejects: a thrown value, or a thread that ended by itself, becomes an error of the item. */
  answer: Promise<HandlerAnswer>;
  abort(reason: string): void;
  /** Called after its answer, once its programs have ended: its thread may then run something else. */
  release(): void;
  /** True if its thread has ended with it. */
  readonly isGone: boolean;
  /** Ends it by force if possible; resolves once nothing of it is left (native code can delay that). */
  terminate(): Promise<void>;
}

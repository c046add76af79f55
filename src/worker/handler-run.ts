/** A handler at work, in a thread or on the event loop: what it hears and what it says. */
import type { FileContent } from '../task-types/definition/define-task-type.ts';
import type { SpawnListener } from '../task-types/definition/task-code.ts';
import type { HandlerAnswer } from './handler-answer.ts';
import type { HandlerLine } from './log-throttle.ts';

/** What a handler is run with. */
export interface HandlerRequest {
  type: string;
  /** The module of the task type. */
  file: string;
  input: unknown;
  task_id: string;
  index: number;
  attempt: number;
  /** What the programs that it starts carry in their environment. */
  mark: string;
  /** Where its folder is, once it asks for one. */
  folder: string;
  /** Most bytes of a file that it attaches. */
  most_file_bytes: number;
  /** `begun` is wanted. */
  tells_begin?: boolean;
}

/** What the handler says while it runs. Nothing is said after its answer. */
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
  /** It has asked for its folder. */
  usesFolder(): void;
  readonly programs: SpawnListener;
}

export interface HandlerRun {
  /** Never rejects: what was thrown, or a thread that ended by itself, is an error of the item. */
  answer: Promise<HandlerAnswer>;
  abort(reason: string): void;
  /** After its answer, once the programs it started have ended: what it ran in may run something else. */
  release(): void;
  /** What it ran in has ended with it. */
  readonly isGone: boolean;
  /** Ends it by force where that is possible; resolves when nothing of it is left (native code may delay that). */
  terminate(): Promise<void>;
}

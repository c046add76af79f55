import type { Task } from '../../data/contracts/index.ts';
import type { AttemptOutcome } from './attempt.ts';

/** Is told of every attempt that this process started or recorded. It is called on the hot path, so it may only count. */
export interface AttemptListener {
  /** `wait_ms`: from the time at which the item could first have run until it started. */
  started(task: Task, wait_ms: number): void;
  /** Called once the outcome is stored. */
  ended(task: Task, kind: AttemptOutcome['kind'], run_ms: number): void;
}

import type { Task } from '../../data/contracts/index.ts';
import type { AttemptOutcome } from './attempt.ts';

/** Hears of every attempt that this process started or recorded. It stands on the hot path: it may count, and nothing else. */
export interface AttemptListener {
  /** `wait_ms`: from when the item could first have run to its start. */
  started(task: Task, wait_ms: number): void;
  /** Called once the outcome is stored. */
  ended(task: Task, kind: AttemptOutcome['kind'], run_ms: number): void;
}

import type { Slot, StartLimit, Task } from '../../data/contracts/index.ts';
import type { Permit } from './attempt.ts';

/** Items of a task that a worker wants to claim. */
export interface Wanted {
  task: Task;
  slots: Slot[];
}

/** The items of one task that may start, by index, and those that must wait. */
export interface Granted {
  task: Task;
  permits: Map<number, Permit | null>;
  /** Items that must wait for their key: first `available_at` is set, then they are registered as waiters. */
  waiting: { index: number; limit: StartLimit }[];
  /** Number of items that wait for the type as a whole. */
  refused: number;
}

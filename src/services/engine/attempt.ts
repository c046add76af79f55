import type { FileEntry, ItemError, JsonText, Slot, StartLimit, Task } from '../../data/contracts/index.ts';

/** A start permit that this process holds. */
export interface Permit {
  readonly id: string;
  readonly limit: StartLimit;
  /** True once the handler has started: from then on, the start counts. */
  begun: boolean;
}

/** An item that a worker has claimed. */
export interface ClaimedItem {
  task: Task;
  index: number;
  attempt: number;
  /** Errors thrown in this round before this attempt. */
  failures: number;
  postponed?: Slot['postponed'];
  /** From the time at which the item could first have run until it was claimed. */
  waited_ms: number;
  /** The start permit, if its type is limited. */
  permit?: Permit;
}

interface AttemptEnd {
  label: Record<string, string> | null;
  /** The handler's last note about its progress. */
  note: string | null;
  /** Files attached during the attempt. They are kept only if the attempt completed. */
  files: FileEntry[];
  started_at: string;
  ended_at: string;
}

/**
 * How an attempt ended. `retry`: it threw, and the item runs again, not before `after_ms` milliseconds from now; `postponed`: the handler
 * asked for that, and it does not count as a failure.
 */
export type AttemptOutcome =
  | (AttemptEnd & { kind: 'completed'; result: JsonText })
  | (AttemptEnd & { kind: 'failed'; error: ItemError })
  | (AttemptEnd & { kind: 'cancelled' })
  | (AttemptEnd & { kind: 'retry'; error: ItemError; after_ms: number; postponed?: true });

import { newId } from '../data/contracts/index.ts';
import type { ItemRun, StopReason } from './item-run.ts';

/** What the parts of a worker share: who it is, and what it has in hand. */
export interface WorkerRuns {
  /** A new one after a lapsed lease: what the old one had in hand is no longer ours. */
  worker_id: string;
  byItem: Map<string, ItemRun>;
  /** Keys of attempts from the answer of their claim on, until nothing of them is left to do. */
  claimed: Set<string>;
  /** Turns being used: they claim items and wait for their place. */
  turns: Set<Promise<void>>;
  /** The work on items between claim and end of record. */
  busy: Set<Promise<void>>;
  /** Set when the grace of a stop is over: nothing new starts, and no outcome waits longer than this to be recorded. */
  give_up_at: number | null;
  stop(reason: StopReason, which?: (run: ItemRun) => boolean): void;
}

export const itemKey = (task_id: string, index: number): string => `${task_id}:${index}`;

export const attemptKey = (task_id: string, { index, attempt }: { index: number; attempt: number }): string =>
  `${task_id}:${index}:${attempt}`;

export function createWorkerRuns(): WorkerRuns {
  const byItem = new Map<string, ItemRun>();
  return {
    worker_id: newId(),
    byItem,
    claimed: new Set(),
    turns: new Set(),
    busy: new Set(),
    give_up_at: null,
    stop(reason, which = () => true) {
      for (const run of byItem.values()) if (which(run)) run.stop(reason);
    },
  };
}

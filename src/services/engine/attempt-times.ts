import type { Task } from '../../data/contracts/index.ts';
import { TimeCounts } from '../../runtime/time-counts.ts';
import type { AttemptListener } from './attempt-listeners.ts';

/** Seconds: from a small item on the event loop to one that computes for an hour. */
export const TIME_BOUNDS = [0.005, 0.025, 0.1, 0.5, 1, 5, 30, 120, 600, 3_600] as const;

/** How long items waited and ran, by type, since this process started. */
export class AttemptTimes implements AttemptListener {
  readonly #waits = new Map<string, TimeCounts>();
  readonly #runs = new Map<string, TimeCounts>();

  started({ type }: Task, wait_ms: number): void {
    note(this.#waits, type, wait_ms / 1_000);
  }

  ended({ type }: Task, _kind: string, run_ms: number): void {
    note(this.#runs, type, run_ms / 1_000);
  }

  waits(): { labels: { type: string }; counts: number[]; sum: number }[] {
    return viewOf(this.#waits);
  }

  runs(): { labels: { type: string }; counts: number[]; sum: number }[] {
    return viewOf(this.#runs);
  }
}

function note(byType: Map<string, TimeCounts>, type: string, seconds: number): void {
  let times = byType.get(type);
  if (!times) {
    times = new TimeCounts(TIME_BOUNDS);
    byType.set(type, times);
  }
  times.add(seconds);
}

const viewOf = (byType: Map<string, TimeCounts>) =>
  [...byType].map(([type, { counts, sum }]) => ({ labels: { type }, counts: [...counts], sum }));

import type { Task } from '../../data/contracts/index.ts';
import type { AttemptListener } from './attempt-listeners.ts';

/** Seconds: from a small item on the event loop to one that computes for an hour. */
export const TIME_BOUNDS = [0.005, 0.025, 0.1, 0.5, 1, 5, 30, 120, 600, 3_600] as const;

interface Times {
  /** One count for each bound, and a last one for everything that took longer. */
  counts: number[];
  sum: number;
}

/** How long items waited and ran, by type, since this process started. */
export class AttemptTimes implements AttemptListener {
  readonly #waits = new Map<string, Times>();
  readonly #runs = new Map<string, Times>();

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

function note(byType: Map<string, Times>, type: string, seconds: number): void {
  let times = byType.get(type);
  if (!times) {
    times = { counts: new Array(TIME_BOUNDS.length + 1).fill(0), sum: 0 };
    byType.set(type, times);
  }
  let at = 0;
  while (at < TIME_BOUNDS.length && seconds > (TIME_BOUNDS[at] as number)) at += 1;
  times.counts[at] = (times.counts[at] as number) + 1;
  times.sum += seconds;
}

const viewOf = (byType: Map<string, Times>) =>
  [...byType].map(([type, { counts, sum }]) => ({ labels: { type }, counts: [...counts], sum }));

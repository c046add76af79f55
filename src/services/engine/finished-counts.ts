import type { Task } from '../../data/contracts/index.ts';
import type { SavedListener } from './saved-listeners.ts';
import { isFinal } from './task-states.ts';

/** How many tasks ended in this process since it started, by type and status. */
export class FinishedCounts implements SavedListener {
  readonly #types = new Map<string, Map<string, number>>();

  saved(after: Task, before: Task | null): void {
    if (!before || !isFinal(after.status) || isFinal(before.status)) return;
    const counts = this.#types.get(after.type) ?? new Map<string, number>();
    this.#types.set(after.type, counts.set(after.status, (counts.get(after.status) ?? 0) + 1));
  }

  counts(): { labels: { type: string; status: string }; value: number }[] {
    return [...this.#types].flatMap(([type, counts]) =>
      [...counts].map(([status, value]) => ({ labels: { type, status }, value })),
    );
  }
}

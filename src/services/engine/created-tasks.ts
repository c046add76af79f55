import type { Task } from '../../data/contracts/index.ts';
import type { SavedListener } from './saved-listeners.ts';

/** How many tasks this process has created since it started, by type. */
export class CreatedTasks implements SavedListener {
  readonly #byType = new Map<string, number>();

  saved(after: Task, before: Task | null): void {
    if (before === null) this.#byType.set(after.type, (this.#byType.get(after.type) ?? 0) + 1);
  }

  counts(): { labels: { type: string }; value: number }[] {
    return [...this.#byType].map(([type, value]) => ({ labels: { type }, value }));
  }
}

import type { ItemRun, StopReason } from './item-run.ts';

const itemKey = (task_id: string, index: number): string => `${task_id}:${index}`;

export const attemptKey = (task_id: string, { index, attempt }: { index: number; attempt: number }): string =>
  `${task_id}:${index}:${attempt}`;

/** What a worker has in hand: attempts from the answer of their claim on, and the runs that have started of them. */
export class ItemsInHand {
  readonly #claimed = new Set<string>();
  readonly #runs = new Map<string, ItemRun>();

  /** Items that run. */
  get running(): number {
    return this.#runs.size;
  }

  runs(): ItemRun[] {
    return [...this.#runs.values()];
  }

  isClaimed(task_id: string, attempt: { index: number; attempt: number }): boolean {
    return this.#claimed.has(attemptKey(task_id, attempt));
  }

  claimed(task_id: string, attempt: { index: number; attempt: number }): void {
    this.#claimed.add(attemptKey(task_id, attempt));
  }

  /** Nothing of the attempt is left to do. */
  released(task_id: string, attempt: { index: number; attempt: number }): void {
    this.#claimed.delete(attemptKey(task_id, attempt));
  }

  started(run: ItemRun): void {
    this.#runs.set(itemKey(run.item.task.id, run.item.index), run);
  }

  /** Nothing of the run is left. A later attempt of the same item may have taken its place here already. */
  gone(run: ItemRun): void {
    const key = itemKey(run.item.task.id, run.item.index);
    if (this.#runs.get(key) === run) this.#runs.delete(key);
  }

  interrupt(reason: StopReason, which: (run: ItemRun) => boolean = () => true): void {
    for (const run of this.#runs.values()) if (which(run)) run.interrupt(reason);
  }
}

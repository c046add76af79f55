import { isSystemOwner } from '../data/contracts/index.ts';
import type { ClaimedItem } from '../services/engine/attempt.ts';
import type { ItemRun, StopReason } from './item-run.ts';

export const attemptKey = (task_id: string, { index, attempt }: { index: number; attempt: number }): string =>
  `${task_id}:${index}:${attempt}`;

/**
 * The items that a worker currently has: attempts from the answer to their claim on, and the runs that were started for them. They are
 * identified by their objects: they change with every item, and are searched only after a lost claim.
 */
export class ItemsInHand {
  readonly #claimed = new Set<ClaimedItem>();
  readonly #runs = new Set<ItemRun>();

  /** Items that run for people: deliveries of webhooks have places of their own. */
  get running(): number {
    let count = 0;
    for (const { item } of this.#runs) if (!isSystemOwner(item.task.owner_id)) count += 1;
    return count;
  }

  runs(): ItemRun[] {
    return [...this.#runs];
  }

  isClaimed(task_id: string, { index, attempt }: { index: number; attempt: number }): boolean {
    for (const item of this.#claimed)
      if (item.index === index && item.attempt === attempt && item.task.id === task_id) return true;
    return false;
  }

  claimed(item: ClaimedItem): void {
    this.#claimed.add(item);
  }

  /** Called when nothing is left to do for the attempt. */
  released(item: ClaimedItem): void {
    this.#claimed.delete(item);
  }

  started(run: ItemRun): void {
    this.#runs.add(run);
  }

  /** Called when nothing of the run is left. */
  gone(run: ItemRun): void {
    this.#runs.delete(run);
  }

  interrupt(reason: StopReason, which: (run: ItemRun) => boolean = () => true): void {
    for (const run of this.#runs) if (which(run)) run.interrupt(reason);
  }

  /** For the end of the process: the programs of all runs end with it. */
  killAtExit(): void {
    for (const run of this.#runs) run.killAtExit();
  }
}

/** Interrupts items whose task is being cancelled, or which no longer belong to this worker: at once after a message, and in any case after reading the store. */
import type { Data } from '../data/contracts/index.ts';
import { BoundedMap } from '../runtime/bounded-map.ts';
import type { ItemRun } from './item-run.ts';
import { attemptKey, type ItemsInHand } from './items-in-hand.ts';

const CANCELS_KEPT = 1_000;

export class Cancels {
  readonly #data: Pick<Data, 'database'>;
  readonly #in_hand: ItemsInHand;
  readonly #unsubscribe: () => void;
  /** The revisions at which tasks were cancelled recently. What is claimed later runs: the cancel was undone, or another round began. */
  readonly #revisions = new BoundedMap<string, number>({ entries: CANCELS_KEPT });
  /** Recently cancelled single attempts. */
  readonly #attempts = new BoundedMap<string, true>({ entries: CANCELS_KEPT });

  constructor(data: Pick<Data, 'database' | 'events'>, in_hand: ItemsInHand) {
    this.#data = data;
    this.#in_hand = in_hand;
    this.#unsubscribe = data.events.subscribe('cancel', ({ task_id, revision, items }) => {
      if (items) for (const item of items) this.#attempts.set(attemptKey(task_id, item), true);
      else this.#revisions.set(task_id, revision);
      in_hand.interrupt('cancelled', (run) => run.item.task.id === task_id && this.#isCancelled(run));
    });
  }

  /** For an item whose claim was under way when the message arrived. */
  interruptIfCancelled(run: ItemRun): void {
    if (this.#isCancelled(run)) run.interrupt('cancelled');
  }

  /** Does what a lost message would have caused. */
  async lookAtStore(worker_id: string): Promise<void> {
    const looked = this.#in_hand.runs();
    if (looked.length === 0) return;
    const ids = [...new Set(looked.map((run) => run.item.task.id))];
    const tasks = new Map((await this.#data.database.tasks.getMany(ids)).map((task) => [task.id, task]));
    for (const run of looked) {
      const { task, index, attempt } = run.item;
      const now = tasks.get(task.id);
      const slot = now?.slots.find((one) => one.index === index && one.attempt === attempt);
      if (now?.status === 'cancelling' || slot?.stopping) run.interrupt('cancelled');
      else if (slot?.worker_id !== worker_id) run.interrupt('lapsed');
    }
  }

  close(): void {
    this.#unsubscribe();
  }

  #isCancelled(run: ItemRun): boolean {
    const { task } = run.item;
    const cancelled_at = this.#revisions.size > 0 ? this.#revisions.get(task.id) : undefined;
    if (cancelled_at !== undefined && task.revision <= cancelled_at) return true;
    return this.#attempts.size > 0 && this.#attempts.get(attemptKey(task.id, run.item)) !== undefined;
  }
}

import type { Task } from '../../data/contracts/index.ts';
import { claimReleased } from './item-changes.ts';
import type { ClaimedSlot } from './slots.ts';

export interface Taken {
  task: Task;
  slot: ClaimedSlot;
}

interface Taker {
  worker_id: string;
  /** The item that it gets if the write under way succeeds. */
  offered: ClaimedSlot | null;
  /** True once it no longer waits. */
  gone: boolean;
  resolve(taken: Taken | null): void;
  reject(error: unknown): void;
}

/**
 * Places of this process that wait for the next item of a task. A write that ends items releases as many new ones; waiting places
 * claim them in that same write, which saves the turn, the query for queued items and a separate write.
 */
export class ItemTakers {
  #takers: Taker[] = [];

  /** Null if `until` settles before a write has released an item. */
  wait(worker_id: string, until: Promise<unknown>): Promise<Taken | null> {
    const { promise, resolve, reject } = Promise.withResolvers<Taken | null>();
    const taker: Taker = { worker_id, offered: null, gone: false, resolve, reject };
    this.#takers.push(taker);
    const leave = () => {
      taker.gone = true;
      if (taker.offered) return;
      this.#takers = this.#takers.filter((other) => other !== taker);
      resolve(null);
    };
    until.then(leave, leave);
    return promise;
  }

  /** Claims items in the draft that were released since `before`, at most one for each place that waits. */
  offer(draft: Task, before: Task, now: string): void {
    if (this.#takers.length === 0) return;
    const worker_ids = this.#takers.map(({ worker_id }) => worker_id);
    claimReleased(draft, before, worker_ids, now).forEach((slot, at) => {
      (this.#takers[at] as Taker).offered = slot;
    });
  }

  /** The draft was saved. */
  saved(task: Task): void {
    this.#keepWaiting((taker, slot) => {
      taker.resolve({ task, slot });
      return true;
    });
  }

  /** The draft was not saved; the next draft may offer items again. */
  withdraw(): void {
    this.#keepWaiting(() => false);
  }

  /** It is not known whether the draft was saved. */
  failed(error: unknown): void {
    this.#keepWaiting((taker) => {
      taker.reject(error);
      return true;
    });
  }

  /** Keeps those that still wait and whose offer, if there was one, `end` did not settle. */
  #keepWaiting(end: (taker: Taker, offered: ClaimedSlot) => boolean): void {
    this.#takers = this.#takers.filter((taker) => {
      const { offered } = taker;
      taker.offered = null;
      if (offered && end(taker, offered)) return false;
      if (taker.gone) taker.resolve(null);
      return !taker.gone;
    });
  }
}

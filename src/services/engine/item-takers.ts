/**
 * Places of this process that wait for the next item of a task. A write that ends items releases as many; who waits claims them in
 * that same write, which saves the turn, the look at what is queued and the claim's own write.
 */
import type { Task } from '../../data/contracts/index.ts';
import { type ClaimedSlot, claimReleased } from './task-changes.ts';

export interface Taken {
  task: Task;
  slot: ClaimedSlot;
}

interface Taker {
  worker_id: string;
  /** What the write under way puts into its hands if it succeeds. */
  offered: ClaimedSlot | null;
  /** It waits no longer. */
  gone: boolean;
  resolve(taken: Taken | null): void;
  reject(error: unknown): void;
}

export interface ItemTakers {
  /** Null when `until` is over before a write released something. */
  wait(worker_id: string, until: Promise<unknown>): Promise<Taken | null>;
  /** Claims in the draft what has been released since `before`, for as many as wait. */
  offer(draft: Task, before: Task, now: string): void;
  /** The draft was saved. */
  saved(task: Task): void;
  /** The draft was not saved; the next one may offer again. */
  withdraw(): void;
  /** Nobody knows whether the draft was saved. */
  failed(error: unknown): void;
}

export function createItemTakers(): ItemTakers {
  let takers: Taker[] = [];

  /** Keeps those that `end` says nothing to and that still wait. */
  function keepWaiting(end: (taker: Taker, offered: ClaimedSlot) => boolean): void {
    takers = takers.filter((taker) => {
      const { offered } = taker;
      taker.offered = null;
      if (offered && end(taker, offered)) return false;
      if (taker.gone) taker.resolve(null);
      return !taker.gone;
    });
  }

  return {
    wait(worker_id, until) {
      const { promise, resolve, reject } = Promise.withResolvers<Taken | null>();
      const taker: Taker = { worker_id, offered: null, gone: false, resolve, reject };
      takers.push(taker);
      const leave = () => {
        taker.gone = true;
        if (taker.offered) return;
        takers = takers.filter((other) => other !== taker);
        resolve(null);
      };
      until.then(leave, leave);
      return promise;
    },
    offer(draft, before, now) {
      if (takers.length === 0) return;
      const worker_ids = takers.map(({ worker_id }) => worker_id);
      claimReleased(draft, before, worker_ids, now).forEach((slot, at) => {
        (takers[at] as Taker).offered = slot;
      });
    },
    saved(task) {
      keepWaiting((taker, slot) => {
        taker.resolve({ task, slot });
        return true;
      });
    },
    withdraw() {
      keepWaiting(() => false);
    },
    failed(error) {
      keepWaiting((taker) => {
        taker.reject(error);
        return true;
      });
    },
  };
}

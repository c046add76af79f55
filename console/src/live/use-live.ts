import type { Connection, Task, TaskEvent } from '@client';
import { useCallback, useSyncExternalStore } from 'react';
import { live } from './live.ts';

const subscribe = (listener: () => void) => live.subscribe(listener);

export const useConnection = (): Connection => useSyncExternalStore(subscribe, () => live.connection);

/** The newest state of a task that was loaded; the loaded one until there is a newer. */
export function useLiveTask<T extends Task>(task: T): T {
  const { id } = task;
  const watch = useCallback((listener: () => void) => live.tasks.subscribe(id, listener), [id]);
  const newest = useSyncExternalStore(watch, () => live.tasks.get(id));
  return newest && newest.revision > task.revision ? { ...task, ...newest } : task;
}

const onArrivals = (listener: () => void) => live.tasks.onArrivals(listener);

class ShownArrivals {
  #shown: readonly TaskEvent[] = [];

  /** The same list for as long as it holds the same events, as React asks. */
  now(): readonly TaskEvent[] {
    const now = live.tasks.arrivals();
    if (now.length !== this.#shown.length || now.some((event, at) => event !== this.#shown[at]))
      this.#shown = now;
    return this.#shown;
  }
}

const arrivals = new ShownArrivals();
const shownArrivals = () => arrivals.now();

/** Tasks that were heard of and that no list has loaded. */
export const useArrivals = (): readonly TaskEvent[] => useSyncExternalStore(onArrivals, shownArrivals);

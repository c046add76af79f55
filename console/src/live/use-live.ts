import type { Connection, Task, TaskEvent } from '@client';
import { useCallback, useSyncExternalStore } from 'react';
import { live } from './live.ts';

const subscribe = (listener: () => void) => live.subscribe(listener);

export const useConnection = (): Connection => useSyncExternalStore(subscribe, () => live.connection);

/** The newest known state of a loaded task. */
export function useLiveTask<T extends Task>(task: T): T {
  const { id } = task;
  const watch = useCallback((listener: () => void) => live.tasks.subscribe(id, listener), [id]);
  const newest = useSyncExternalStore(watch, () => live.tasks.get(id));
  return newest && newest.revision > task.revision ? { ...task, ...newest } : task;
}

const onArrivals = (listener: () => void) => live.tasks.onArrivals(listener);

class ShownArrivals {
  #shown: readonly TaskEvent[] = [];

  /** Keeps the same array while the events are the same, as React requires. */
  now(): readonly TaskEvent[] {
    const now = live.tasks.arrivals();
    if (now.length !== this.#shown.length || now.some((event, at) => event !== this.#shown[at]))
      this.#shown = now;
    return this.#shown;
  }
}

const arrivals = new ShownArrivals();
const shownArrivals = () => arrivals.now();

/** Tasks known from events that no list has loaded. */
export const useArrivals = (): readonly TaskEvent[] => useSyncExternalStore(onArrivals, shownArrivals);

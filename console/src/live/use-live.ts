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
let shown: readonly TaskEvent[] = [];

/** Tasks that were heard of and that no list has loaded. */
export function useArrivals(): readonly TaskEvent[] {
  return useSyncExternalStore(onArrivals, () => {
    const now = live.tasks.arrivals();
    // The same list for as long as it holds the same events, as React asks.
    if (now.length !== shown.length || now.some((event, at) => event !== shown[at])) shown = now;
    return shown;
  });
}

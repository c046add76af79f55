import type { Task } from '@client';
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { live, type Shown } from './live.ts';
import type { Heard } from './task-store.ts';

const subscribe = (listener: () => void) => live.subscribe(listener);

export const useConnection = (): Shown => useSyncExternalStore(subscribe, () => live.connection);

/** What is missing while the page can load nothing: `network` if this device has none, else `server`. */
export function useMissing(): 'network' | 'server' | null {
  const connection = useConnection();
  if (connection === 'offline') return 'network';
  return connection === 'waiting' ? 'server' : null;
}

/** The newest known state of a loaded task. */
export function useLiveTask<T extends Task>(task: T): T {
  const { id } = task;
  const watch = useCallback((listener: () => void) => live.tasks.subscribe(id, listener), [id]);
  const newest = useSyncExternalStore(watch, () => live.tasks.get(id));
  return newest && newest.revision > task.revision ? { ...task, ...newest } : task;
}

/** Between two items nothing runs for a moment: it would say that it waits after each of them. */
const HOLD_MS = 2_000;

/** The status, but "waiting" also for a task that has begun and of which nothing runs now. */
export function useShownStatus({ status, in_flight }: Pick<Task, 'status' | 'in_flight'>): Task['status'] {
  const runs = status === 'processing' && in_flight > 0;
  const [ran, setRan] = useState(runs);
  useEffect(() => {
    if (runs) return setRan(true);
    const timer = setTimeout(setRan, HOLD_MS, false);
    return () => clearTimeout(timer);
  }, [runs]);
  return status === 'processing' && !runs && !ran ? 'pending' : status;
}

const onHeard = (listener: () => void) => live.tasks.onHeard(listener);

/** What a function makes of the events that were heard. The component renders again only when the result is another. */
export const useHeard = <T extends number | boolean>(of: (heard: Iterable<Heard>) => T): T =>
  useSyncExternalStore(onHeard, () => of(live.tasks.heard()));

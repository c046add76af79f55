/** Hands changes of tasks on to those who watch. One subscription of the bus serves all watchers of the process. */
import type { EventBus, TaskState } from '../../data/contracts/index.ts';

export interface Watcher {
  /** Only this task; null = every task that `sees` lets through. */
  id: string | null;
  sees(state: TaskState): boolean;
  send(state: TaskState): void;
  end(): void;
  /** Reads the present state and sends it: changes may have been missed. */
  refresh(): void;
}

export interface TaskWatch {
  /** Changes flow from the call on; returns a function that stops. */
  add(watcher: Watcher): () => void;
  close(): void;
}

export function createTaskWatch(events: EventBus): TaskWatch {
  const byTask = new Map<string, Set<Watcher>>();
  const everything = new Set<Watcher>();
  const unsubscribe = events.subscribe('task', (state) => {
    const those = byTask.get(state.id);
    if (those) for (const watcher of those) deliver(watcher, state);
    for (const watcher of everything) deliver(watcher, state);
  });

  const endGaps = events.onGap?.(() => {
    for (const watcher of all()) watcher.refresh();
  });

  const all = () => [...everything, ...[...byTask.values()].flatMap((those) => [...those])];

  function deliver(watcher: Watcher, state: TaskState): void {
    if (!watcher.sees(state)) return;
    if (!state.deleted) watcher.send(state);
    else if (watcher.id === state.id) watcher.end();
  }

  return {
    add(watcher) {
      if (watcher.id === null) everything.add(watcher);
      else {
        const those = byTask.get(watcher.id) ?? new Set();
        byTask.set(watcher.id, those.add(watcher));
      }
      return () => {
        everything.delete(watcher);
        const those = byTask.get(watcher.id ?? '');
        those?.delete(watcher);
        if (those?.size === 0) byTask.delete(watcher.id ?? '');
      };
    },
    close() {
      unsubscribe();
      endGaps?.();
      for (const watcher of all()) watcher.end();
    },
  };
}

/** Passes states on in order: never an older one after a newer, and a change at once only if its task was quiet. */
export function inOrder(send: (state: TaskState) => void): (state: TaskState) => void {
  const newest = new Map<string, number>();
  return (state) => {
    if ((newest.get(state.id) ?? 0) >= state.revision) return;
    newest.set(state.id, state.revision);
    if (newest.size > 10_000) newest.delete(newest.keys().next().value as string);
    send(state);
  };
}

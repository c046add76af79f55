import { isSystemOwner, type Task } from '../../data/contracts/index.ts';

/** Called after every saved change of a task. The list is in src/processes/wire-tasks.ts; a new consequence is a new entry there. */
export interface SavedListener {
  /** `before` is null for a new task. If a promise is returned, the caller that made the change gets its answer only afterwards. */
  saved(after: Task, before: Task | null): void | Promise<void>;
  /**
   * Called later, with a newer state of the task, if the answer to a write was lost that may have been stored. Other processes may have
   * made some of the changes since `before`, and have called `saved` for them.
   */
  maybeSaved?(after: Task, before: Task): void;
}

/** Calls all listeners in order. Returns undefined if there is nothing to wait for. */
export function tellSaved(
  listeners: readonly SavedListener[],
  after: Task,
  before: Task | null,
): Promise<unknown> | undefined {
  let waits: Promise<void>[] | undefined;
  for (const listener of listeners) {
    const wait = listener.saved(after, before);
    if (wait) waits = [...(waits ?? []), wait];
  }
  return waits && Promise.all(waits);
}

/** The same listeners, called only for tasks of people: the system's own tasks cause no events and are not counted. */
export const forPeople = (listeners: readonly SavedListener[]): SavedListener => ({
  saved(after, before) {
    if (isSystemOwner(after.owner_id)) return undefined;
    return tellSaved(listeners, after, before) as Promise<void> | undefined;
  },
});

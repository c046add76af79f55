import { isSystemOwner, type Task } from '../../data/contracts/index.ts';

/** Hears of every saved change of a task. src/processes/wiring.ts holds the list: a new consequence is a new entry there. */
export interface SavedListener {
  /** `before` is null for a task that was created. A promise is awaited before whoever made the change gets an answer. */
  saved(after: Task, before: Task | null): void | Promise<void>;
}

/** Tells all of them, in their order. Undefined when there is nothing to wait for. */
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

/** The same listeners for tasks of people alone: what the system does for itself is no event, and is counted nowhere. */
export const forPeople = (listeners: readonly SavedListener[]): SavedListener => ({
  saved(after, before) {
    if (isSystemOwner(after.owner_id)) return undefined;
    return tellSaved(listeners, after, before) as Promise<void> | undefined;
  },
});

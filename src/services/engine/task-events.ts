/** Publishes the state of tasks as they change: the first change and the last at once, else ten a second per task. */
import type { EventBus, Task, TaskState } from '../../data/contracts/index.ts';

const QUIET_MS = 100;

export const stateOf = (task: Task): TaskState => ({
  id: task.id,
  type: task.type,
  name: task.name,
  owner_id: task.owner_id,
  shared: task.shared,
  status: task.status,
  progress: task.progress,
  total_items: task.total_items,
  completed_items: task.completed_items,
  failed_items: task.failed_items,
  cancelled_items: task.cancelled_items,
  in_flight: task.running,
  revision: task.revision,
  updated_at: task.updated_at,
  deleted: task.deleted_at !== null,
});

export interface TaskStates {
  publish(after: Task, before: Task | null): void;
  close(): void;
}

export function createTaskStates(events: EventBus): TaskStates {
  /** Tasks published within the last 100 ms, with what came since. */
  const quiet = new Map<string, { timer: NodeJS.Timeout; newest: Task | null }>();

  function send(task: Task): void {
    events.publish('task', stateOf(task));
    const timer = setTimeout(() => endQuiet(task.id), QUIET_MS);
    timer.unref();
    quiet.set(task.id, { timer, newest: null });
  }

  function endQuiet(id: string): void {
    const newest = quiet.get(id)?.newest;
    quiet.delete(id);
    if (newest) send(newest);
  }

  return {
    publish(after, before) {
      const waits = quiet.get(after.id);
      const atOnce = !waits || after.status !== before?.status || after.deleted_at !== before.deleted_at;
      if (!atOnce) {
        waits.newest = after;
        return;
      }
      if (waits) clearTimeout(waits.timer);
      send(after);
    },
    close() {
      for (const { timer, newest } of quiet.values()) {
        clearTimeout(timer);
        if (newest) events.publish('task', stateOf(newest));
      }
      quiet.clear();
    },
  };
}

import { isFinal } from '../../src/services/engine/task-states.ts';
import type { TaskDetail } from '../../src/services/tasks/task-views.ts';
import type { Engine } from '../support/engine.ts';
import { waitFor } from '../support/wait-for.ts';

/** Creates a task whose item does what `does` says, and returns it once it has ended. */
export async function endedTask(own: Engine, type: string, does: string): Promise<TaskDetail> {
  const { tasks } = own.services;
  const { task } = await tasks.create(own.actor, { type, params: { does } });
  return waitFor<TaskDetail | null>(async () => {
    const now = await tasks.get(own.actor, task.id);
    return isFinal(now.status) ? now : null;
  }) as Promise<TaskDetail>;
}

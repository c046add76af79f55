/** Who may see and change which task. */
import type { Task, TaskStore } from '../../data/contracts/index.ts';
import { Fault } from '../../errors.ts';
import { type AccountActor, may, seesAll } from '../actor.ts';

export const sees = (actor: AccountActor, task: Pick<Task, 'owner_id' | 'shared'>): boolean =>
  task.owner_id === actor.id || task.shared || seesAll(actor);

/** Throws `not_found` for a task that is not there or not to be seen. */
export async function visibleTask(tasks: TaskStore, actor: AccountActor, id: string): Promise<Task> {
  const task = await tasks.get(id);
  if (!task || task.deleted_at || !sees(actor, task)) throw new Fault('not_found');
  return task;
}

/** Its owner, managers and administrators may cancel, retry and change a task. */
export const mayChange = (actor: AccountActor, task: Pick<Task, 'owner_id'>): boolean =>
  task.owner_id === actor.id || seesAll(actor);

/** Its owner, and whoever holds `delete`. */
export const mayDelete = (actor: AccountActor, task: Pick<Task, 'owner_id'>): boolean =>
  (task.owner_id === actor.id && may(actor, 'write')) || may(actor, 'delete');

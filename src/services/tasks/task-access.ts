/** Who may see and change which task. */
import type { Task, TaskStore, User } from '../../data/contracts/index.ts';
import { Fault } from '../../errors.ts';
import type { Plan } from '../../task-types/definition/define-task-type.ts';
import { type AccountActor, may, permissionsOf, seesAll } from '../actor.ts';
import type { FileLink, FileLinks } from './file-links.ts';

export const sees = (actor: AccountActor, task: Pick<Task, 'owner_id' | 'shared'>): boolean =>
  task.owner_id === actor.id || task.shared || seesAll(actor);

/** Throws `not_found` for a task that does not exist or that the actor may not see. */
export async function visibleTask(tasks: TaskStore, actor: AccountActor, id: string): Promise<Task> {
  const task = await tasks.get(id);
  if (!task || task.deleted_at || !sees(actor, task)) throw new Fault('not_found');
  return task;
}

/** The task, by a link to its downloads or with the permission to read. Throws `invalid_file_link`, `not_authenticated`, `not_found`. */
export async function taskOfLink(
  tasks: TaskStore,
  links: FileLinks,
  actor: AccountActor | null,
  id: string,
  link?: FileLink,
): Promise<Task> {
  if (!link) {
    if (!actor) throw new Fault('not_authenticated');
    return visibleTask(tasks, actor, id);
  }
  if (!links.isValidForTask(id, link)) throw new Fault('invalid_file_link');
  const task = await tasks.get(id);
  if (!task || task.deleted_at) throw new Fault('not_found');
  return task;
}

/** Null if the plan fails: the item itself reports the error once it has been tried. */
export function labelOf(plan: Plan | null, index: number): Record<string, string> | null {
  try {
    return plan?.item(index).label ?? null;
  } catch {
    // The code of the task type failed; the attempt will fail as well and report the error.
    return null;
  }
}

/** Whether a grid can be drawn. The first item decides, so that a large task need not be planned to its end. */
export const hasLabels = (plan: Plan | null): boolean => Object.keys(labelOf(plan, 0) ?? {}).length > 0;

/** Its owner, managers and administrators may cancel, retry and change a task. */
export const mayChange = (actor: AccountActor, task: Pick<Task, 'owner_id'>): boolean =>
  task.owner_id === actor.id || seesAll(actor);

/** The owner, and everybody with the permission `delete`. */
export const mayDelete = (actor: AccountActor, task: Pick<Task, 'owner_id'>): boolean =>
  (task.owner_id === actor.id && may(actor, 'write')) || may(actor, 'delete');

/** Whether tasks of this account may start: it is active, and may create tasks. */
export const mayStart = (owner: Pick<User, 'is_active' | 'roles'> | null): boolean =>
  owner?.is_active === true && permissionsOf(owner.roles).includes('write');

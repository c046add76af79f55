/** The names of limits and waiters in the store of permits. */
import { createHash } from 'node:crypto';
import type { StartLimit, Task } from '../../data/contracts/index.ts';
import type { TaskType } from '../../task-types/definition/registry.ts';
import type { TaskPlans } from './task-plans.ts';

export const limitOf = ({ running, rate }: Pick<TaskType, 'running' | 'rate'>, name: string): StartLimit => ({
  name,
  running,
  rate,
});

/** Contains only the hash of the key, which may be long or personal. Null if `keyOf` throws. */
export function limitNameOf(type: string, keyOf: () => string): string | null {
  let key: string;
  try {
    key = keyOf();
  } catch {
    // The code of the task type failed; the attempt will fail as well and report the error.
    return null;
  }
  return `${type}:${createHash('sha256').update(key).digest('base64url').slice(0, 22)}`;
}

/** The limit to which an item belongs; null if its key cannot be determined. */
export async function keyLimitName(
  plans: Pick<TaskPlans, 'of'>,
  { type, limitKey }: Pick<TaskType, 'type' | 'limitKey'>,
  task: Task,
  index: number,
): Promise<string | null> {
  if (!limitKey) return type;
  const { plan } = await plans.of(task);
  return plan && limitNameOf(type, () => limitKey(plan.item(index).input));
}

export const typeOfLimit = (name: string): string => name.split(':', 1)[0] as string;

/** The name of an item as a waiter. If a type counts all items together, owners wait instead. */
export const slotWaiterOf = ({ owner_id, id }: Pick<Task, 'owner_id' | 'id'>, index: number): string =>
  `${owner_id}|${id}|${index}`;

export function readSlotWaiter(waiter: string): { owner_id: string; task_id: string; index: number } | null {
  const [owner_id = '', task_id, index] = waiter.split('|');
  return task_id === undefined ? null : { owner_id, task_id, index: Number(index) };
}

/** How limits and those who wait for them are named where permits are kept. */
import { createHash } from 'node:crypto';
import type { StartLimit, Task } from '../../data/contracts/index.ts';
import type { TaskType } from '../../task-types/definition/registry.ts';
import type { TaskPlans } from './task-plans.ts';

export const limitOf = ({ running, rate }: Pick<TaskType, 'running' | 'rate'>, name: string): StartLimit => ({
  name,
  running,
  rate,
});

/** Of a key only its hash: it may be long, or tell who somebody is. Null where `keyOf` throws. */
export function limitNameOf(type: string, keyOf: () => string): string | null {
  let key: string;
  try {
    key = keyOf();
  } catch {
    // The type's own code failed; its attempt fails too, and tells why.
    return null;
  }
  return `${type}:${createHash('sha256').update(key).digest('base64url').slice(0, 22)}`;
}

/** The limit that one item counts under; null where there is no key to be had. */
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

/** An item that waits for its key; where a type counts its items together its owners wait instead. */
export const slotWaiterOf = ({ owner_id, id }: Pick<Task, 'owner_id' | 'id'>, index: number): string =>
  `${owner_id}|${id}|${index}`;

export function readSlotWaiter(waiter: string): { owner_id: string; task_id: string; index: number } | null {
  const [owner_id = '', task_id, index] = waiter.split('|');
  return task_id === undefined ? null : { owner_id, task_id, index: Number(index) };
}

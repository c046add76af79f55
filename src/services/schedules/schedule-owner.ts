import type { User } from '../../data/contracts/index.ts';
import { permissionsOf } from '../actor.ts';

/** Why the schedules of an account create no tasks; null if they do. The message is shown to everybody who sees the schedule. */
export function whyOwnerMayNot(owner: User | null): string | null {
  if (!owner) return 'The owner of this schedule was deleted.';
  if (!owner.is_active) return 'The owner of this schedule is disabled.';
  const mayCreate = permissionsOf(owner.roles).includes('write');
  return mayCreate ? null : 'The owner of this schedule may no longer create tasks.';
}

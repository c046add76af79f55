import type { User } from '../../data/contracts/index.ts';
import type { BothLanguages } from '../../errors.ts';
import { permissionsOf } from '../actor.ts';

const DELETED = { en: 'The owner of this schedule was deleted.', zh: '此计划的所有者已被删除。' };
const DISABLED = { en: 'The owner of this schedule is disabled.', zh: '此计划的所有者已被停用。' };
const MAY_NOT = {
  en: 'The owner of this schedule may no longer create tasks.',
  zh: '此计划的所有者不再有权创建任务。',
};

/** Why the schedules of an account create no tasks; null if they do. The message is shown to everybody who sees the schedule. */
export function whyOwnerMayNot(owner: User | null): BothLanguages | null {
  if (!owner) return DELETED;
  if (!owner.is_active) return DISABLED;
  return permissionsOf(owner.roles).includes('write') ? null : MAY_NOT;
}

import type { Task } from '@client';
import { may, seesAll } from '../../api/permissions.ts';
import { useUser } from '../../session/use-session.ts';

/** Whether the account may change this task: its owner with `write`, managers and administrators. */
export function useMayChange({ owner }: Pick<Task, 'owner'>): boolean {
  const user = useUser();
  return seesAll(user) || (owner?.id === user.id && may(user, 'write'));
}

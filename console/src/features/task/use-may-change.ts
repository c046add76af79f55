import type { Task, User } from '@client';
import { may, seesAll } from '../../api/permissions.ts';
import { useUser } from '../../session/use-session.ts';

type Account = Pick<User, 'id' | 'roles'>;

/** Whether the account may change this task: its owner with `write`, managers and administrators. */
export const mayChange = (user: Account, { owner }: Pick<Task, 'owner'>): boolean =>
  seesAll(user) || (owner?.id === user.id && may(user, 'write'));

export const useMayChange = (task: Pick<Task, 'owner'>): boolean => mayChange(useUser(), task);

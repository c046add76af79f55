import type { ListUsersArgs } from '@client';
import { ROLES, type Role } from '../../api/permissions.ts';
import type { SearchCodec } from '../../router/use-search.ts';

export interface UserSearch {
  q: string;
  role: Role | '';
  state: 'active' | 'disabled' | '';
}

export const usersSearch: SearchCodec<UserSearch> = {
  read: (params) => ({
    q: params.get('q') ?? '',
    role: ROLES.find((role) => role === params.get('role')) ?? '',
    state: (['active', 'disabled'] as const).find((state) => state === params.get('state')) ?? '',
  }),
  write: (search) => Object.fromEntries(Object.entries(search).filter(([, value]) => value !== '')),
};

export const filterOf = ({ q, role, state }: UserSearch): ListUsersArgs => ({
  ...(q.trim() && { q: q.trim() }),
  ...(role && { role }),
  ...(state && { is_active: state === 'active' }),
});

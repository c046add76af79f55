import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { usePages } from '../../api/use-pages.ts';
import { queryClient } from '../../app/query-client.ts';
import { filterOf, type UserSearch } from './users-search.ts';

export function useUsers(search: UserSearch) {
  const filter = filterOf(search);
  return usePages({
    key: keys.userList(filter),
    read: (at, options) => api.listUsers({ ...filter, ...at }, options),
    stays: true,
  });
}

export const useOneUser = (id: string) =>
  useQuery({ queryKey: keys.user(id), queryFn: ({ signal }) => api.getUser({ id }, { signal }) });

/** Whether this is the last active administrator, which cannot be disabled or deleted. */
export function useIsLastAdmin(id: string): boolean {
  const { data } = useQuery({
    queryKey: keys.userList({ role: 'admin', is_active: true, last: true }),
    queryFn: ({ signal }) => api.listUsers({ role: 'admin', is_active: true, page_size: 2 }, { signal }),
  });
  return data?.items.length === 1 && data.items[0]?.id === id;
}

export const usersChanged = () => queryClient.invalidateQueries({ queryKey: keys.users });

import { useQuery } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { seesAll } from '../../api/permissions.ts';
import { searchText } from '../../router/use-search.ts';
import { useUser } from '../../session/use-session.ts';
import { tasksSearch } from '../tasks/tasks-search.ts';
import { useSavedViews } from '../tasks/views/saved-views.ts';
import { calledOf } from '../users/name-of.ts';
import { type Entry, matches } from './use-commands.ts';

/** Of the people who fit; the list of users has the others. */
const SHOWN_PEOPLE = 4;

/** The saved views of the list of tasks. */
export function useViewEntries(): Entry[] {
  const [, navigate] = useLocation();
  return useSavedViews().views.map(({ name, search }) => ({
    id: `view ${name}`,
    label: name,
    icon: 'star',
    run: () => navigate(`/tasks${searchText(tasksSearch, search)}`),
  }));
}

/** People whose name or e-mail contains the text, for those who may see them; `waits` while the answer has not come. */
export function usePeopleEntries(q: string): { people: Entry[]; waits: boolean } {
  const [, navigate] = useLocation();
  const enabled = seesAll(useUser()) && q !== '';
  const { data, isPending, isPlaceholderData } = useQuery({
    enabled,
    queryKey: keys.peopleSearch(q),
    queryFn: ({ signal }) => api.listUsers({ q, page_size: SHOWN_PEOPLE }, { signal }),
    placeholderData: (before) => before,
  });
  if (!enabled) return { people: [], waits: false };
  const people = (data?.items ?? []).map((user) => ({
    id: user.id,
    label: calledOf(user),
    also: user.email,
    ...(user.fullname && { more: user.email }),
    icon: 'users' as const,
    run: () => navigate(`/users/${user.id}`),
  }));
  // Until the answer comes, what was found for other words is shown if it fits these.
  return { people: people.filter((one) => matches(one, q)), waits: isPending || isPlaceholderData };
}

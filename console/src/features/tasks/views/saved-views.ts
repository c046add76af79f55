import { useMutation, useQuery } from '@tanstack/react-query';
import { api } from '../../../api/client.ts';
import { keys } from '../../../api/keys.ts';
import { queryClient } from '../../../app/query-client.ts';
import { faultOf } from '../../../components/states/fault-of.ts';
import { notifyFailure } from '../../../components/toast/toast.tsx';
import { type TaskSearch, tasksSearch } from '../tasks-search.ts';

export interface SavedView {
  name: string;
  search: TaskSearch;
}

/** The views in an account's preferences. Whatever else may have written there, what cannot be read is left out. */
export function viewsOf(preferences: Record<string, unknown>): SavedView[] {
  const { views } = preferences;
  if (!Array.isArray(views)) return [];
  return views.flatMap((view: unknown): SavedView[] => {
    const { name, search } = (view ?? {}) as { name?: unknown; search?: unknown };
    if (typeof name !== 'string' || typeof search !== 'object' || search === null) return [];
    return [{ name, search: tasksSearch.read(new URLSearchParams(search as Record<string, string>)) }];
  });
}

/** Searches that the account keeps under a name, on every device. */
export function useSavedViews() {
  const { data } = useQuery({
    queryKey: keys.preferences,
    queryFn: ({ signal }) => api.getPreferences({ signal }),
    staleTime: 60_000,
  });
  const preferences = (data ?? {}) as Record<string, unknown>;
  const views = viewsOf(preferences);
  const keep = useMutation({
    // Read again first: another device may have changed the rest meanwhile.
    mutationFn: async (change: (views: SavedView[]) => SavedView[]) => {
      const newest = (await api.getPreferences()) as Record<string, unknown>;
      const next = change(viewsOf(newest)).map(({ name, search }) => ({
        name,
        search: tasksSearch.write(search),
      }));
      return api.putPreferences({ body: { ...newest, views: next } });
    },
    onSuccess: (saved) => queryClient.setQueryData(keys.preferences, saved),
    onError: (error) => notifyFailure(faultOf(error).message),
  });
  return {
    views,
    save: (view: SavedView) =>
      keep.mutateAsync((all) => [...all.filter(({ name }) => name !== view.name), view]),
    remove: (name: string) => keep.mutate((all) => all.filter((view) => view.name !== name)),
  };
}

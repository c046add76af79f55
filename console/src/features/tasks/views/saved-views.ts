import { useMutation, useQuery } from '@tanstack/react-query';
import { keys } from '../../../api/keys.ts';
import { faultOf } from '../../../components/states/fault-of.ts';
import { notifyFailure } from '../../../components/toast/toast.tsx';
import { changeStored, loadStored } from '../../../preferences/account-preferences.ts';
import { type TaskSearch, tasksSearch } from '../tasks-search.ts';

export interface SavedView {
  name: string;
  search: TaskSearch;
}

/** Reads the views from the preferences of an account. Entries that cannot be read are left out, because any program may write there. */
export function viewsOf(preferences: Record<string, unknown>): SavedView[] {
  const { views } = preferences;
  if (!Array.isArray(views)) return [];
  return views.flatMap((view: unknown): SavedView[] => {
    const { name, search } = (view ?? {}) as { name?: unknown; search?: unknown };
    if (typeof name !== 'string' || typeof search !== 'object' || search === null) return [];
    return [{ name, search: tasksSearch.read(new URLSearchParams(search as Record<string, string>)) }];
  });
}

/** Named views of the list, saved with the account. */
export function useSavedViews() {
  const { data } = useQuery({
    queryKey: keys.preferences,
    queryFn: loadStored,
    staleTime: 60_000,
  });
  const preferences = (data ?? {}) as Record<string, unknown>;
  const views = viewsOf(preferences);
  const change = (next: (views: SavedView[]) => SavedView[]) =>
    changeStored((now) => ({
      ...now,
      views: next(viewsOf(now)).map(({ name, search }) => ({ name, search: tasksSearch.write(search) })),
    }));
  const remove = useMutation({
    mutationFn: (name: string) => change((all) => all.filter((view) => view.name !== name)),
    onError: (error) => notifyFailure(faultOf(error).message),
  });
  return {
    views,
    save: (view: SavedView) => change((all) => [...all.filter(({ name }) => name !== view.name), view]),
    remove: (name: string) => remove.mutate(name),
  };
}

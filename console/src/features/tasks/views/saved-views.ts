import { useCallback, useState } from 'react';
import { useUser } from '../../../session/use-session.ts';
import { type TaskSearch, tasksSearch } from '../tasks-search.ts';

export interface SavedView {
  name: string;
  search: TaskSearch;
}

const keyOf = (user_id: string) => `views ${user_id}`;

function read(user_id: string): SavedView[] {
  try {
    const stored = JSON.parse(localStorage.getItem(keyOf(user_id)) ?? '[]') as {
      name: string;
      search: Record<string, string>;
    }[];
    return stored.map(({ name, search }) => ({
      name: String(name),
      search: tasksSearch.read(new URLSearchParams(search)),
    }));
  } catch {
    // Nothing stored, storage off, or written by something else.
    return [];
  }
}

/** Searches that the account keeps under a name. */
export function useSavedViews() {
  const { id } = useUser();
  const [views, setViews] = useState(() => read(id));
  const keep = useCallback(
    (next: SavedView[]) => {
      setViews(next);
      const stored = next.map(({ name, search }) => ({ name, search: tasksSearch.write(search) }));
      localStorage.setItem(keyOf(id), JSON.stringify(stored));
    },
    [id],
  );
  return {
    views,
    save: (view: SavedView) => keep([...views.filter(({ name }) => name !== view.name), view]),
    remove: (name: string) => keep(views.filter((view) => view.name !== name)),
  };
}

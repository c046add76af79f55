import type { Task } from '@client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { live } from '../../live/live.ts';
import { useArrivals } from '../../live/use-live.ts';
import { filterOf, statusesOf, type TaskSearch } from './tasks-search.ts';

const PAGE_SIZE = 50;

/** The list as far as it has been scrolled, and how many tasks arrived since. */
export function useTaskList(search: TaskSearch) {
  const filter = filterOf(search);
  const query = useInfiniteQuery({
    queryKey: keys.taskList(filter),
    queryFn: async ({ pageParam, signal }) => {
      const page = await api.listTasks(
        { ...filter, page_size: PAGE_SIZE, ...(pageParam && { cursor: pageParam }) },
        { signal },
      );
      live.tasks.seed(page.items);
      return page;
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: (before) => before,
    // Rows are live by themselves; loading all pages again is for whoever asks.
    staleTime: 30_000,
    refetchOnWindowFocus: false,
  });
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const first = query.data?.pages[0];
  const arrived = useArrived(search, rows, query.data !== undefined);
  const refresh = () => {
    live.tasks.forgetArrivals();
    return query.refetch();
  };
  return { query, rows, total: first?.total ?? 0, capped: first?.total_capped === true, arrived, refresh };
}

/** Tasks made since the list was loaded that it would show. What a search would find only the server knows: then none are counted. */
function useArrived({ q, status, type }: TaskSearch, rows: readonly Task[], loaded: boolean): number {
  const arrivals = useArrivals();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list starts its own count
  useEffect(() => live.tasks.forgetArrivals(), [q, status, type]);
  // Before there is a list, nothing is newer than it.
  if (q || !loaded) return 0;
  // Ids are made in the order of time.
  const statuses = status ? statusesOf(status) : [];
  const newest = rows[0]?.id ?? '';
  return arrivals.filter(
    (event) =>
      event.id > newest &&
      (!status || statuses.some((one) => one === event.status)) &&
      (!type || event.type === type),
  ).length;
}

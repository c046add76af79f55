import type { Task } from '@client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { live } from '../../live/live.ts';
import { useArrivals } from '../../live/use-live.ts';
import { listOf, statusesOf, type TaskSearch } from './tasks-search.ts';

const PAGE_SIZE = 50;

/** The loaded part of the list, and the number of tasks created since. */
export function useTaskList(search: TaskSearch) {
  const query = useInfiniteQuery({
    // Without the time, which goes on.
    queryKey: keys.taskList({ ...listOf(search, 0) }),
    queryFn: async ({ pageParam, signal }) => {
      const page = await api.listTasks(
        { ...listOf(search), page_size: PAGE_SIZE, ...(pageParam && { cursor: pageParam }) },
        { signal },
      );
      live.tasks.seed(page.items);
      return page;
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: (before) => before,
    // Rows are updated by events. All pages are reloaded only on request.
    staleTime: 30_000,
    refetchOnWindowFocus: false,
  });
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const first = query.data?.pages[0];
  const arrived = useArrived(search, rows, query.data !== undefined, !query.hasNextPage);
  const refresh = () => {
    live.tasks.forgetArrivals();
    return query.refetch();
  };
  return { query, rows, total: first?.total ?? 0, capped: first?.total_capped === true, arrived, refresh };
}

/** Counts tasks that were created since the list was loaded and that it would show. With a search, only the server could tell, so none are counted. */
function useArrived(
  { q, status, type, time, owner, order }: TaskSearch,
  rows: readonly Task[],
  loaded: boolean,
  complete: boolean,
): number {
  const arrivals = useArrivals();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list starts its own count
  useEffect(() => live.tasks.forgetArrivals(), [q, status, type, time, owner, order]);
  // Without a list, nothing is newer than it.
  if (q || !loaded) return 0;
  // Tasks that are not loaded yet are newer than the loaded ones as well.
  if (order === 'oldest' && !complete) return 0;
  // Ids are ordered by the time of creation.
  const statuses = status ? statusesOf(status) : [];
  const newest = (order === 'oldest' ? rows.at(-1) : rows[0])?.id ?? '';
  return arrivals.filter(
    (event) =>
      event.id > newest &&
      (!status || statuses.some((one) => one === event.status)) &&
      (status !== 'completed_with_failures' || event.failed_items > 0) &&
      (!owner || event.owner?.id === owner) &&
      (!type || event.type === type),
  ).length;
}

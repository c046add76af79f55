import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { live } from '../../live/live.ts';
import { useHeard } from '../../live/use-live.ts';
import { listOf, type TaskSearch } from './tasks-search.ts';
import { countUnlisted } from './unlisted.ts';
import { useTop } from './use-top.ts';

const PAGE_SIZE = 50;

/** The loaded part of the list, and the number of tasks that it lacks. */
export function useTaskList(search: TaskSearch) {
  // Without the time, which goes on.
  const filter = listOf(search, 0);
  const query = useInfiniteQuery({
    queryKey: keys.taskList(filter),
    queryFn: async ({ pageParam, signal }) => {
      const asked_at = performance.now();
      const page = await api.listTasks(
        { ...listOf(search), page_size: PAGE_SIZE, ...(pageParam && { cursor: pageParam }) },
        { signal },
      );
      live.tasks.seed(page.items);
      return { ...page, asked_at };
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: (before) => before,
    // Rows are updated by events. All pages are reloaded only on request.
    staleTime: 30_000,
    refetchOnWindowFocus: false,
  });
  const { data, isPlaceholderData, isFetching } = query;
  const loaded = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  const newest_first = search.order !== 'oldest';
  const settled = data !== undefined && !isPlaceholderData && !isFetching;
  const top = useTop(JSON.stringify(filter), loaded, settled, newest_first);
  const first = data?.pages[0];
  const listed = { rows: loaded, asked_at: first?.asked_at ?? 0, complete: !query.hasNextPage };
  // Nothing is newer than a list that is not loaded.
  const unlisted = useHeard((heard) =>
    data && !isPlaceholderData ? countUnlisted(search, listed, heard) : 0,
  );
  // Rows that are kept back are counted by the button that shows them.
  const kept_back = loaded.length - top.shown.length;
  const capped = first?.total_capped === true;
  const refresh = async () => top.raiseTo((await query.refetch()).data?.pages[0]?.items[0]);
  return {
    query,
    settled,
    rows: top.shown,
    /** Also the rows that are kept back. */
    loaded,
    total: Math.max(0, (first?.total ?? 0) - (capped ? 0 : kept_back)),
    capped,
    arrived: kept_back + unlisted,
    refresh,
  };
}

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { queryClient } from '../../app/query-client.ts';
import { live } from '../../live/live.ts';

export function useTask(id: string) {
  return useQuery({
    queryKey: keys.task(id),
    queryFn: async ({ signal }) => {
      const task = await api.getTask({ id }, { signal });
      live.tasks.seed([task]);
      return task;
    },
  });
}

/** The items, loaded again as the task moves on: its revision says that something changed. */
export function useItems(id: string, revision: number) {
  const query = useInfiniteQuery({
    queryKey: keys.items(id),
    queryFn: ({ pageParam, signal }) =>
      api.listItems({ id, page_size: 100, ...(pageParam && { cursor: pageParam }) }, { signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new revision is what asks for new items
  useEffect(() => {
    void queryClient.invalidateQueries({ queryKey: keys.items(id) }, { cancelRefetch: false });
  }, [id, revision]);
  return query;
}

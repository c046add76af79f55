import type { Page } from '@client';
import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query';

const PAGE_SIZE = 50;

interface Options<T> {
  key: readonly unknown[];
  read(at: { page_size: number; cursor?: string }, options: { signal: AbortSignal }): Promise<Page<T>>;
  /** Milliseconds after which all pages that are shown are read again. */
  again_ms?: number;
  /** What was found before stays until other filters have an answer. */
  stays?: boolean;
}

/** A list that is read page by page, as far as somebody wants to see. */
export function usePages<T>({ key, read, again_ms, stays }: Options<T>) {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) =>
      read({ page_size: PAGE_SIZE, ...(pageParam && { cursor: pageParam }) }, { signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    ...(again_ms && { refetchInterval: again_ms }),
    placeholderData: (before: InfiniteData<Page<T>, string> | undefined) => (stays ? before : undefined),
  });
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage, isFetchNextPageError } =
    query;
  return {
    /** Undefined until it is loaded. */
    first: data?.pages[0],
    items: data?.pages.flatMap((page) => page.items) ?? [],
    error,
    refetch,
    more: {
      there: hasNextPage,
      busy: isFetchingNextPage,
      error: isFetchNextPageError ? error : null,
      onMore: fetchNextPage,
    },
  };
}

import type { Item, Task } from '@client';
import { useQueries } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { api } from '../../../api/client.ts';
import { keys } from '../../../api/keys.ts';
import { queryClient } from '../../../app/query-client.ts';
import { useThrottled } from '../../../live/use-throttled.ts';

const PAGE_SIZE = 100;
/** The one page of a small task is loaded more often than those of a large one. */
const REFRESH_MS = { small: 250, large: 700 };
const AGAIN_MS = 5_000;
/** The links of files are good for an hour at least. */
const LINKS_MS = 45 * 60_000;

interface LoadedPage {
  items: Item[];
  /** Revision of the task when the page was requested. */
  revision: number;
}

const isFinal = ({ status }: Item) => status === 'completed' || status === 'failed' || status === 'cancelled';

/** Lower bound for the number of started items. Items start in the order of their indexes, and a retry skips completed ones. */
const startedOf = ({ completed_items, failed_items, cancelled_items, in_flight }: Task): number =>
  completed_items + failed_items + cancelled_items + in_flight;

/** Whether items of a page may have changed: some were unfinished, and the task has a newer revision. */
const isStale = ({ items, revision }: LoadedPage, page: number, task: Task): boolean =>
  revision < task.revision && page * PAGE_SIZE < startedOf(task) && !items.every(isFinal);

export const pageOf = (index: number): number => Math.floor(index / PAGE_SIZE);

interface Cells {
  itemAt(index: number): Item | undefined;
  /** Why some cells are not there; they are asked for again without a press. */
  error: Error | null;
  retry(): void;
}

/** Loads the items of the visible pages, and again when the task changes. */
export function useCells(task: Task, pages: readonly number[]): Cells {
  const { id, total_items, finished_at } = task;
  const revision = useThrottled(task.revision, REFRESH_MS[total_items <= PAGE_SIZE ? 'small' : 'large']);
  const last_error = useRef<Error | null>(null);
  const { loaded, lacking, error } = useQueries({
    queries: pages.map((page) => ({
      queryKey: keys.gridPage(id, task.retry_round, page),
      queryFn: async ({ signal }: { signal: AbortSignal }): Promise<LoadedPage> => {
        const asked_at = task.revision;
        const { items } = await api.listItems({ id, page: page + 1, page_size: PAGE_SIZE }, { signal });
        return { items, revision: asked_at };
      },
      staleTime: Number.POSITIVE_INFINITY,
      refetchInterval: ({ state }: { state: { status: string } }) =>
        state.status === 'error' ? AGAIN_MS : LINKS_MS,
      // The timer stands still while the window is out of sight or the computer sleeps.
      refetchOnWindowFocus: ({ state }: { state: { dataUpdatedAt: number } }) =>
        Date.now() - state.dataUpdatedAt > LINKS_MS && 'always',
    })),
    combine: (results) => ({
      loaded: results.map(({ data }) => data),
      // Also while they are asked for once more.
      lacking: results.some(({ data, errorUpdateCount }) => !data && errorUpdateCount > 0),
      error: results.find((one) => one.error)?.error ?? null,
    }),
  });
  if (error) last_error.current = error;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the newest revision, a while after it came, and the end at once
  useEffect(() => {
    for (const [at, page] of pages.entries()) {
      const data = loaded[at];
      if (data && isStale(data, page, task)) void reloadPage(id, page);
    }
  }, [loaded, pages, revision, id, finished_at]);
  const itemAt = useCallback(
    (index: number) => loaded[pages.indexOf(pageOf(index))]?.items[index % PAGE_SIZE],
    [loaded, pages],
  );
  const retry = () => {
    for (const [at, page] of pages.entries()) if (!loaded[at]) void reloadPage(id, page);
  };
  return { itemAt, error: lacking ? last_error.current : null, retry };
}

/** Reloads a page of items. */
export const reloadPage = (id: string, page: number): Promise<void> =>
  queryClient.invalidateQueries(
    {
      predicate: ({ queryKey }) =>
        queryKey[0] === 'task' && queryKey[1] === id && queryKey[2] === 'grid' && queryKey[4] === page,
    },
    { cancelRefetch: false },
  );

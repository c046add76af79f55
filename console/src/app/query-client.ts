import { ApiError } from '@client';
import {
  MutationCache,
  notifyManager,
  type Query,
  QueryCache,
  QueryClient,
  type QueryKey,
} from '@tanstack/react-query';
import { isGone } from '../api/is-gone.ts';
import { faultOf } from '../components/states/fault-of.ts';
import { failedQueries } from './failed-queries.ts';

/**
 * What has changed is drawn before the next event, not after a timer: a busy browser would handle a second press of a button, or draw a
 * frame, between the change and its drawing.
 */
notifyManager.setScheduler(queueMicrotask);

/** Something was deleted elsewhere while this page shows it: then the page asks again, and says so. */
const onGone = (filters?: { queryKey: QueryKey; exact: true }) => void queryClient.invalidateQueries(filters);

/** Milliseconds after which what nobody answered is asked for again: longer each time, up to the second. */
const AGAIN_MS = 5_000;
const MOST_AGAIN_MS = 30_000;

/** What could not be loaded because nothing answers says that it is asked for again. */
const againAfter = ({ state }: Query): number | false => {
  const { data, error, errorUpdateCount } = state;
  if (data !== undefined || error === null || !faultOf(error).away) return false;
  return Math.min(AGAIN_MS * errorUpdateCount, MOST_AGAIN_MS);
};

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError(error, query) {
      failedQueries.note(query, error);
      const [kind, id, part] = query.queryKey;
      if (isGone(error) && kind === 'task' && part !== undefined)
        onGone({ queryKey: [kind, id], exact: true });
    },
  }),
  mutationCache: new MutationCache({ onError: (error) => isGone(error) && onGone() }),
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      refetchInterval: againAfter,
      // The API client already retries calls where that makes sense. During an outage, queries try again for as long as the page is open.
      retry: (failures, error) => !(error instanceof ApiError) && failures < 2,
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});

queryClient.getQueryCache().subscribe((event) => failedQueries.hear(event));

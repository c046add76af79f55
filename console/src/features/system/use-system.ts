import { useMutation, useQuery } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { queryClient } from '../../app/query-client.ts';
import { faultOf } from '../../components/states/fault-of.ts';
import { notify, notifyFailure } from '../../components/toast/toast.tsx';

/** None of this comes as events: it is asked for while the page is looked at. */
const EVERY_MS = 5_000;

export const useSystem = () =>
  useQuery({
    queryKey: keys.system,
    queryFn: ({ signal }) => api.getSystem({ signal }),
    refetchInterval: EVERY_MS,
  });

export const useWorkers = () =>
  useQuery({
    queryKey: keys.workers,
    queryFn: ({ signal }) => api.listWorkers({ page_size: 100 }, { signal }),
    refetchInterval: EVERY_MS,
  });

/** One thing that an administrator does to the system; afterwards all that is shown of it is asked for again. */
export function useOperation<T>(send: (of: T) => Promise<unknown>, words: string) {
  return useMutation({
    mutationFn: send,
    onSuccess: () => {
      notify(words);
      void queryClient.invalidateQueries({ queryKey: keys.taskTypes });
      return queryClient.invalidateQueries({ queryKey: keys.system });
    },
    onError: (error) => notifyFailure(faultOf(error).message),
  });
}

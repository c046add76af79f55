import { useMutation, useQuery } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { queryClient } from '../../app/query-client.ts';
import { faultOf } from '../../components/states/fault-of.ts';
import { notify, notifyFailure } from '../../components/toast/toast.tsx';

/** The state of the system is polled while the page is visible, because there are no events for it. */
export const EVERY_MS = 5_000;

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

/** Runs an action of an administrator, and then reloads the state of the system. */
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

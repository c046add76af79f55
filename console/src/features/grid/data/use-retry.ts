import { useMutation } from '@tanstack/react-query';
import { api } from '../../../api/client.ts';
import { faultOf } from '../../../components/states/fault-of.ts';
import { notify, notifyFailure } from '../../../components/toast/toast.tsx';
import { live } from '../../../live/live.ts';
import { useWords } from '../../../words/words-context.tsx';
import { pageOf, reloadPage } from './use-cells.ts';

/** Retries only these items of the task. */
export function useRetry(id: string): (items: number[]) => void {
  const { grid: w } = useWords();
  const { mutate } = useMutation({
    mutationFn: (items: number[]) => api.retryTask({ id, items }),
    onSuccess: (task, items) => {
      live.tasks.seed([task]);
      for (const page of new Set(items.map(pageOf))) void reloadPage(id, page);
      notify(w.retried(items.length));
    },
    onError: (error) => notifyFailure(faultOf(error).message),
  });
  return mutate;
}

import type { TaskDetail } from '@client';
import { useMutation } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { api } from '../../api/client.ts';
import { faultOf } from '../../components/states/fault-of.ts';
import { notify, notifyFailure } from '../../components/toast/toast.tsx';
import { live } from '../../live/live.ts';
import { useWords } from '../../words/words-context.tsx';
import { taskChanged } from './use-task.ts';

/** Cancels, retries or deletes a task, and shows a message about it. */
export function useTaskActions(id: string) {
  const { task: w } = useWords();
  const [, navigate] = useLocation();
  const done = (words: string) => (next: TaskDetail | null) => {
    if (next) live.tasks.seed([next]);
    taskChanged(id);
    notify(words);
  };
  const onError = (error: unknown) => notifyFailure(faultOf(error).message);
  const cancel = useMutation({
    mutationFn: () => api.cancelTask({ id }),
    onSuccess: done(w.cancelled_toast),
    onError,
  });
  const retry = useMutation({
    mutationFn: () => api.retryTask({ id }),
    onSuccess: done(w.retried_toast),
    onError,
  });
  const remove = useMutation({
    mutationFn: () => api.deleteTask({ id }),
    onSuccess: () => {
      done(w.deleted_toast)(null);
      navigate('/tasks');
    },
    onError,
  });
  return { cancel, retry, remove };
}

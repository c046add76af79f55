import type { TaskDetail } from '@client';
import { useMutation } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { forget } from '../../api/forget.ts';
import { keys } from '../../api/keys.ts';
import { faultOf } from '../../components/states/fault-of.ts';
import { notify, notifyFailure } from '../../components/toast/toast.tsx';
import { live } from '../../live/live.ts';
import { useLeave } from '../../router/use-leave.ts';
import { useWords } from '../../words/words-context.tsx';
import { taskChanged } from './use-task.ts';

/** Cancels, retries or deletes a task, and shows a message about it. */
export function useTaskActions(id: string) {
  const { task: w } = useWords();
  const leave = useLeave();
  const done = (words: string) => (next: TaskDetail) => {
    live.tasks.seed([next]);
    taskChanged(id);
    notify(words);
  };
  const onError = (error: unknown) => notifyFailure(faultOf(error).message);
  const cancel = useMutation({
    mutationFn: () => api.cancelTask({ id }),
    onSuccess: (task) => done(task.finished_at ? w.is_cancelled_toast : w.cancelled_toast)(task),
    onError,
  });
  const retry = useMutation({
    /** With the number of items that this runs again. */
    mutationFn: (_items: number) => api.retryTask({ id }),
    onSuccess: (task, items) => done(task.total_items === 1 ? w.retried_toast : w.items_retried(items))(task),
    onError,
  });
  const remove = useMutation({
    mutationFn: () => api.deleteTask({ id }),
    onSuccess: () => {
      forget(keys.task(id), keys.tasks);
      notify(w.deleted_toast);
      leave('/tasks');
    },
    onError,
  });
  return { cancel, retry, remove };
}

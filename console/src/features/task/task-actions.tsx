import type { TaskDetail } from '@client';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { may, seesAll } from '../../api/permissions.ts';
import { queryClient } from '../../app/query-client.ts';
import { Button } from '../../components/button/button.tsx';
import { ConfirmDialog } from '../../components/dialog/confirm-dialog.tsx';
import { faultOf } from '../../components/states/fault-of.ts';
import { notify, notifyFailure } from '../../components/toast/toast.tsx';
import { live } from '../../live/live.ts';
import { useUser } from '../../session/use-session.ts';
import { useWords } from '../../words/words-context.tsx';
import { fits } from '../tasks/bulk/bulk-action.ts';

/** What the account may do with the task in the state it is in. */
export function TaskActions({ task }: { task: TaskDetail }) {
  const { task: w, tasks } = useWords();
  const user = useUser();
  const [, navigate] = useLocation();
  const [deleting, setDeleting] = useState(false);
  const { id } = task;
  const changed = (words: string) => (next?: TaskDetail) => {
    if (next) live.tasks.seed([next]);
    void queryClient.invalidateQueries({ queryKey: keys.task(id) });
    void queryClient.invalidateQueries({ queryKey: keys.tasks });
    notify(words);
  };
  const onError = (error: unknown) => notifyFailure(faultOf(error).message);
  const cancel = useMutation({
    mutationFn: () => api.cancelTask({ id }),
    onSuccess: changed(w.cancelled_toast),
    onError,
  });
  const retry = useMutation({
    mutationFn: () => api.retryTask({ id }),
    onSuccess: changed(w.retried_toast),
    onError,
  });
  const remove = useMutation({
    mutationFn: () => api.deleteTask({ id }),
    onSuccess: () => {
      changed(w.deleted_toast)();
      navigate('/tasks');
    },
    onError,
  });
  const own = task.owner?.id === user.id && may(user, 'write');
  if (!own && !seesAll(user)) return null;
  return (
    <>
      {fits.cancel(task) && (
        <Button icon="stop" busy={cancel.isPending} onClick={() => cancel.mutate()}>
          {w.cancel}
        </Button>
      )}
      {fits.retry(task) && (
        <Button icon="retry" busy={retry.isPending} onClick={() => retry.mutate()}>
          {w.retry}
        </Button>
      )}
      <Button look="danger" icon="trash" onClick={() => setDeleting(true)}>
        {w.delete}
      </Button>
      <ConfirmDialog
        open={deleting}
        onClose={() => setDeleting(false)}
        onConfirm={() => remove.mutate()}
        title={tasks.delete_title(1)}
        text={tasks.delete_text}
        action={tasks.delete_action(1)}
        danger
        busy={remove.isPending}
      />
    </>
  );
}

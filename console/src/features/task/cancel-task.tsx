import type { TaskDetail } from '@client';
import { useState } from 'react';
import { Button } from '../../components/button/button.tsx';
import { ConfirmDialog } from '../../components/dialog/confirm-dialog.tsx';
import { useWords } from '../../words/words-context.tsx';
import { fits } from '../tasks/bulk/bulk-action.ts';
import { useTypeTitle } from '../tasks/use-task-types.ts';
import { useTaskActions } from './use-task-actions.ts';

/** Asks before it cancels, as the list does. What takes the place of its button then is not under the pointer. */
export function CancelTask({ task }: { task: TaskDetail }) {
  const { task: w, tasks } = useWords();
  const titleOf = useTypeTitle();
  const [asked, setAsked] = useState(false);
  const { cancel } = useTaskActions(task.id);
  const close = () => setAsked(false);
  const runs = fits.cancel(task);
  return (
    <>
      {runs && (
        <Button data-acts icon="stop" onClick={() => setAsked(true)}>
          {w.cancel}
        </Button>
      )}
      <ConfirmDialog
        open={asked && runs}
        onClose={close}
        onConfirm={() => cancel.mutate(undefined, { onSettled: close })}
        title={tasks.one_title('cancel', task.name || titleOf(task.type))}
        text={tasks.cancel_text}
        action={w.cancel_task}
        keep={tasks.keep_tasks(1)}
        busy={cancel.isPending}
      />
    </>
  );
}

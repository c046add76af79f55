import type { TaskDetail } from '@client';
import { Button } from '../../components/button/button.tsx';
import { useNarrow } from '../../components/page/use-narrow.ts';
import { useWords } from '../../words/words-context.tsx';
import { fits } from '../tasks/bulk/bulk-action.ts';
import { DuplicateLink } from './duplicate-link.tsx';
import { RetryFailed } from './retry-failed.tsx';
import { archiveOf, inSight } from './task-choices.ts';
import { useMayChange } from './use-may-change.ts';
import { useTaskActions } from './use-task-actions.ts';

/** What the account may do with the task in the state it is in, as far as it stands in sight. */
export function TaskActions({ task }: { task: TaskDetail }) {
  const { task: w } = useWords();
  const { cancel } = useTaskActions(task.id);
  const changes = useMayChange(task);
  const archive = archiveOf(task);
  const shown = inSight(task, useNarrow());
  return (
    <>
      {changes && fits.cancel(task) && (
        <Button data-acts icon="stop" busy={cancel.isPending} onClick={() => cancel.mutate()}>
          {w.cancel}
        </Button>
      )}
      <RetryFailed task={task} />
      {shown.download && archive && task.completed_items > 0 && (
        <Button icon="download" onClick={() => location.assign(archive)}>
          {w.download}
        </Button>
      )}
      {shown.duplicate && <DuplicateLink id={task.id} />}
    </>
  );
}

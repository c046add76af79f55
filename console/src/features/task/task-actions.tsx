import type { TaskDetail } from '@client';
import { Button } from '../../components/button/button.tsx';
import { useNarrow } from '../../components/page/use-narrow.ts';
import { useWords } from '../../words/words-context.tsx';
import { save } from '../grid/data/downloads.ts';
import { CancelTask } from './cancel-task.tsx';
import { DuplicateLink } from './duplicate-link.tsx';
import { RetryFailed } from './retry-failed.tsx';
import { archiveOf, inSight } from './task-choices.ts';
import { useMayChange } from './use-may-change.ts';

/** What the account may do with the task in the state it is in, as far as it stands in sight. */
export function TaskActions({ task }: { task: TaskDetail }) {
  const { task: w } = useWords();
  const changes = useMayChange(task);
  const archive = archiveOf(task);
  const shown = inSight(task, useNarrow());
  return (
    <>
      {changes && <CancelTask task={task} />}
      <RetryFailed task={task} />
      {shown.download && archive && task.completed_items > 0 && (
        <Button icon="download" onClick={() => save(archive, '')}>
          {w.download}
        </Button>
      )}
      {shown.duplicate && <DuplicateLink id={task.id} />}
    </>
  );
}

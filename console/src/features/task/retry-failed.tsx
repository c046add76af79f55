import type { TaskDetail } from '@client';
import { Button } from '../../components/button/button.tsx';
import { useWords } from '../../words/words-context.tsx';
import { fits } from '../tasks/bulk/bulk-action.ts';
import { useMayChange } from './use-may-change.ts';
import { useTaskActions } from './use-task-actions.ts';

/** Retries all failed and cancelled items, and shows their number. */
export function RetryFailed({ task }: { task: TaskDetail }) {
  const { task: w } = useWords();
  const { retry } = useTaskActions(task.id);
  const changes = useMayChange(task);
  if (!changes || !fits.retry(task)) return null;
  const { total_items, failed_items, cancelled_items } = task;
  const all =
    cancelled_items === 0 ? w.retry_failed(failed_items) : w.retry_items(failed_items + cancelled_items);
  return (
    <Button
      data-acts
      icon="retry"
      busy={retry.isPending}
      onClick={() => retry.mutate(failed_items + cancelled_items)}
    >
      {total_items === 1 ? w.retry : all}
    </Button>
  );
}

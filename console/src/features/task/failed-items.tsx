import type { Item, TaskDetail } from '@client';
import { useWords } from '../../words/words-context.tsx';
import { ErrorNotice } from './item/error-notice.tsx';
import { useItems } from './items/use-items.ts';

const MOST_REASONS = 3;

/** For a failed task with several items: how many failed, and why. */
export function FailedItems({ task, error }: { task: TaskDetail; error: NonNullable<TaskDetail['error']> }) {
  const { task: w } = useWords();
  const { id, total_items, failed_items } = task;
  const { data } = useItems(id, { status: 'failed', page: 1 }, failed_items > 0);
  // A task that could not be split into items has no failed items.
  if (failed_items === 0) return <ErrorNotice error={error} />;
  const groups = groupsOf(data?.items ?? []);
  const counted = data?.total === data?.items.length && groups.length > 1;
  const reasons = groups
    .slice(0, MOST_REASONS)
    .map(([message, count]) => (counted ? w.reason_of(message, count) : message));
  return (
    <ErrorNotice
      error={error}
      title={
        failed_items === total_items ? w.all_failed(total_items) : w.some_failed(failed_items, total_items)
      }
      reasons={reasons.length > 0 ? reasons : undefined}
    />
  );
}

/** Counts the items per error message, the most frequent message first. */
function groupsOf(items: readonly Item[]): [message: string, count: number][] {
  const counts = new Map<string, number>();
  for (const { error } of items) if (error) counts.set(error.message, (counts.get(error.message) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one);
}

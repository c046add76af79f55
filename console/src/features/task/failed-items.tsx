import type { Item, TaskDetail } from '@client';
import { useWords, type Words } from '../../words/words-context.tsx';
import { ErrorNotice } from './item/error-notice.tsx';
import { saidError } from './item/said-error.ts';
import { useItems } from './items/use-items.ts';

const MOST_REASONS = 3;

/** For a failed task with several items: how many failed, and why. */
export function FailedItems({ task, error }: { task: TaskDetail; error: NonNullable<TaskDetail['error']> }) {
  const words = useWords();
  const { task: w } = words;
  const { id, total_items, failed_items } = task;
  const { data } = useItems(id, { status: 'failed', page: 1 }, failed_items > 0);
  // A task that could not be split into items has no failed items.
  if (failed_items === 0) return <ErrorNotice error={error} />;
  const groups = groupsOf(words, data?.items ?? []);
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

/** Counts the items per reason, the most frequent reason first. */
function groupsOf(words: Words, items: readonly Item[]): [reason: string, count: number][] {
  const counts = new Map<string, number>();
  for (const { error } of items) {
    if (!error) continue;
    const { short } = saidError(words, error);
    counts.set(short, (counts.get(short) ?? 0) + 1);
  }
  return [...counts].sort(([, one], [, other]) => other - one);
}

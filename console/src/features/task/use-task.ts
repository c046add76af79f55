import type { Task } from '@client';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useSyncExternalStore } from 'react';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { queryClient } from '../../app/query-client.ts';
import { live } from '../../live/live.ts';
import { useThrottled } from '../../live/use-throttled.ts';

/** Items of a small task are loaded more often than those of a large one. */
const ITEMS_EVERY_MS = { small: 300, large: 1_000 };
const SMALL = 100;

/** Loads a task, and again when it starts, ends or is retried: events contain neither its times nor its result and error. */
export function useTask(id: string) {
  const query = useQuery({
    queryKey: keys.task(id),
    queryFn: async ({ signal }) => {
      const task = await api.getTask({ id }, { signal });
      live.tasks.seed([task]);
      return task;
    },
  });
  const watch = useCallback((listener: () => void) => live.tasks.subscribe(id, listener), [id]);
  const heard = useSyncExternalStore(watch, () => stageOf(live.tasks.get(id)));
  const behind = heard !== null && query.data !== undefined && heard !== stageOf(query.data);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each stage that was heard of asks anew
  useEffect(() => {
    if (behind) void queryClient.invalidateQueries({ queryKey: keys.task(id), exact: true });
  }, [id, behind, heard]);
  return query;
}

const hasEnded = ({ status }: Task) =>
  status === 'completed' || status === 'failed' || status === 'cancelled';

/** Of an ended task the revision, too: it may have run again in between, so briefly that only its end was heard of. */
const stageOf = (task: Task | undefined): string | null =>
  task ? `${task.status} ${hasEnded(task) ? task.revision : ''}` : null;

/** Reloads the shown items whenever the revision of the task changes, at most once a second or so. */
type Followed = Pick<Task, 'id' | 'revision' | 'status' | 'total_items'>;

export function useLiveItems({ id, revision, status, total_items }: Followed): void {
  const newest = useThrottled(revision, ITEMS_EVERY_MS[total_items <= SMALL ? 'small' : 'large']);
  // At once when the task ends: a finished task must not be shown with waiting items.
  const ended = status !== 'pending' && status !== 'processing' && status !== 'cancelling';
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new revision or the end is what asks for new items
  useEffect(() => {
    void reloadItems(id);
  }, [id, newest, ended]);
}

/** On a slow line each answer is awaited, although the items have changed since it was asked for: then they are asked for once more. */
async function reloadItems(id: string): Promise<void> {
  const shown = { queryKey: keys.items(id) };
  const asked_before = queryClient.isFetching(shown) > 0;
  await queryClient.invalidateQueries(shown, { cancelRefetch: false });
  if (asked_before) await queryClient.invalidateQueries(shown, { cancelRefetch: false });
}

/** Reloads the task and its items after a change made on this page. */
export function taskChanged(id: string): void {
  void queryClient.invalidateQueries({ queryKey: keys.task(id) });
  void queryClient.invalidateQueries({ queryKey: keys.tasks });
}

import type { Task } from '@client';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useSyncExternalStore } from 'react';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { queryClient } from '../../app/query-client.ts';
import { live } from '../../live/live.ts';
import { useThrottled } from '../../live/use-throttled.ts';

const ITEMS_EVERY_MS = 1_000;

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

const stageOf = (task: Task | undefined): string | null =>
  task ? `${task.status} ${task.retry_round}` : null;

/** Reloads the shown items whenever the revision of the task changes, at most once a second. */
export function useLiveItems({ id, revision, status }: Pick<Task, 'id' | 'revision' | 'status'>): void {
  const newest = useThrottled(revision, ITEMS_EVERY_MS);
  // At once when the task ends: a finished task must not be shown with waiting items.
  const ended = status !== 'pending' && status !== 'processing' && status !== 'cancelling';
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new revision or the end is what asks for new items
  useEffect(() => {
    void queryClient.invalidateQueries({ queryKey: keys.items(id) }, { cancelRefetch: false });
  }, [id, newest, ended]);
}

/** Reloads the task and its items after a change made on this page. */
export function taskChanged(id: string): void {
  void queryClient.invalidateQueries({ queryKey: keys.task(id) });
  void queryClient.invalidateQueries({ queryKey: keys.tasks });
}

import type { Task } from '@client';
import { useCallback, useSyncExternalStore } from 'react';
import { live } from '../../../live/live.ts';
import { useUser } from '../../../session/use-session.ts';
import { useWords } from '../../../words/words-context.tsx';
import { mayChange } from '../../task/use-may-change.ts';
import { ACTIONS, type Action, fits } from './bulk-action.ts';

/** Why an action applies to none of the selected tasks; null if it applies to one, or to one that is not loaded. */
export function useUnfit(ids: ReadonlySet<string>): Record<Action, string | null> {
  const { tasks: w } = useWords();
  const watch = useCallback(
    (listener: () => void) => {
      const leaves = [...ids].map((id) => live.tasks.subscribe(id, listener));
      return () => {
        for (const leave of leaves) leave();
      };
    },
    [ids],
  );
  const user = useUser();
  const fit = useSyncExternalStore(watch, () =>
    fitting(ids, (task) => task === undefined || mayChange(user, task)),
  );
  // Anything can be deleted by whoever may change it.
  const reason = (action: Action, words: string) =>
    fit.includes(action) ? null : fit.includes('delete') ? words : w.none_yours;
  return {
    cancel: reason('cancel', w.none_to_cancel),
    retry: reason('retry', w.none_to_retry),
    delete: reason('delete', w.none_yours),
  };
}

const fitting = (ids: ReadonlySet<string>, mayBe: (task: Task | undefined) => boolean): string =>
  ACTIONS.filter((action) =>
    ids.values().some((id) => {
      const task = live.tasks.get(id);
      return mayBe(task) && (task === undefined || fits[action](task));
    }),
  ).join();

import { useCallback, useSyncExternalStore } from 'react';
import { live } from '../../../live/live.ts';
import { useWords } from '../../../words/words-context.tsx';
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
  const fit = useSyncExternalStore(watch, () => fitting(ids));
  const reason = (action: Action, words: string) => (fit.includes(action) ? null : words);
  return {
    cancel: reason('cancel', w.none_to_cancel),
    retry: reason('retry', w.none_to_retry),
    delete: null,
  };
}

const fitting = (ids: ReadonlySet<string>): string =>
  ACTIONS.filter((action) =>
    ids.values().some((id) => {
      const task = live.tasks.get(id);
      return task === undefined || fits[action](task);
    }),
  ).join();

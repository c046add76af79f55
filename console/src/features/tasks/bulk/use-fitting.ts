import { useCallback, useSyncExternalStore } from 'react';
import { live } from '../../../live/live.ts';
import { ACTIONS, type Action, fits } from './bulk-action.ts';

/** What can be done with one of these tasks at least, as they are now. */
export function useFitting(ids: ReadonlySet<string>): (action: Action) => boolean {
  const watch = useCallback(
    (listener: () => void) => {
      const stops = [...ids].map((id) => live.tasks.subscribe(id, listener));
      return () => {
        for (const stop of stops) stop();
      };
    },
    [ids],
  );
  const fitting = useSyncExternalStore(watch, () =>
    ACTIONS.filter((action) =>
      [...ids].some((id) => {
        const task = live.tasks.get(id);
        return !task || fits[action](task);
      }),
    ).join(' '),
  );
  return (action) => fitting.split(' ').includes(action);
}

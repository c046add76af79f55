import type { TaskDetail } from '@client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '../../../api/keys.ts';
import { faultOf } from '../../../components/states/fault-of.ts';
import { notify, notifyFailure } from '../../../components/toast/toast.tsx';
import { useFormats } from '../../../formats/use-formats.ts';
import { useWords } from '../../../words/words-context.tsx';
import { showingDifferent } from '../view/different.ts';
import type { Variable } from '../view/matrix.ts';
import type { View } from '../view/view.ts';
import { looksOf, MOST_LOOKED_AT } from './looks.ts';

interface Different {
  hide(): void;
  busy: boolean;
  /** Why there is nothing to hide, as far as that is known beforehand; null if there may be. */
  unavailable: string | null;
  /** Begins to find out; called when the choice is about to be shown. */
  lookAhead(): void;
}

/** Hides the values that change nothing. Whether there are any is found out once the choice is shown. */
export function useDifferent(
  task: TaskDetail,
  variables: readonly Variable[],
  onShow: (show: View['show']) => void,
): Different {
  const { grid: w } = useWords();
  const formats = useFormats();
  const { id, total_items, finished_at, revision } = task;
  const [wanted, setWanted] = useState(false);
  const few = total_items <= MOST_LOOKED_AT;
  const nothing = finished_at ? w.all_differ : w.not_all_done;
  const find = async (asked: boolean): Promise<View['show'] | null> => {
    const looks = await looksOf(id, total_items, asked);
    return looks && showingDifferent(variables, looks);
  };
  const { data: known } = useQuery({
    enabled: wanted && few,
    // While it runs, it changes with each cell.
    queryKey: keys.gridLooks(id, finished_at ? String(revision) : 'running'),
    staleTime: finished_at ? Number.POSITIVE_INFINITY : 0,
    queryFn: () => find(false),
  });
  const hiding = useMutation({
    mutationFn: async () => known ?? (await find(true)) ?? {},
    onSuccess: (show) => (isEmpty(show) ? notify(nothing) : onShow(show)),
    onError: (error) => notifyFailure(faultOf(error).message),
  });
  const found = few
    ? known && isEmpty(known)
      ? nothing
      : null
    : w.only_up_to(formats.number(MOST_LOOKED_AT));
  return {
    hide: () => hiding.mutate(),
    busy: hiding.isPending,
    unavailable: found,
    lookAhead: () => setWanted(true),
  };
}

const isEmpty = (show: View['show']): boolean => Object.keys(show).length === 0;

import { useCallback, useState } from 'react';
import { notify } from '../../components/toast/toast.tsx';
import { useWords } from '../../words/words-context.tsx';
import { MOST_PICKED, type View } from './view/view.ts';

type SetView = (change: Partial<View>, how?: 'push') => void;

/** What a press on a cell does: it shows the cell, or selects it while the reader says so. */
export function usePicking(pick: View['pick'], setView: SetView) {
  const { grid: w } = useWords();
  const [selecting, setSelecting] = useState(false);
  const toggle = useCallback(
    (index: number) => {
      if (pick.includes(index)) setView({ pick: pick.filter((one) => one !== index) });
      else if (pick.length >= MOST_PICKED) notify(w.most_picked(MOST_PICKED));
      else setView({ pick: [...pick, index] });
    },
    [setView, pick, w],
  );
  /** As many of these as fit, with those that are selected already. */
  const add = (indices: Iterable<number>) => {
    const all = new Set(pick);
    for (const index of indices) {
      if (all.size >= MOST_PICKED && !all.has(index)) {
        notify(w.most_picked(MOST_PICKED));
        break;
      }
      all.add(index);
    }
    setView({ pick: [...all] });
  };
  const open = useCallback((index: number) => setView({ open: index }, 'push'), [setView]);
  const clear = () => {
    setSelecting(false);
    setView({ pick: [], compare: null });
  };
  const compare = () => setView({ compare: 'side', open: null }, 'push');
  return { selecting, setSelecting, toggle, add, press: selecting ? toggle : open, clear, compare };
}

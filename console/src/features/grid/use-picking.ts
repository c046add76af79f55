import { useCallback, useState } from 'react';
import { MOST_PICKED, type View } from './view/view.ts';

type SetView = (change: Partial<View>, how?: 'push') => void;

/** What a press on a cell does: it shows the cell, or selects it while the reader says so. */
export function usePicking(pick: View['pick'], setView: SetView) {
  const [selecting, setSelecting] = useState(false);
  const toggle = useCallback(
    (index: number) =>
      setView({
        pick: pick.includes(index)
          ? pick.filter((one) => one !== index)
          : [...pick, index].slice(-MOST_PICKED),
      }),
    [setView, pick],
  );
  const open = useCallback((index: number) => setView({ open: index }, 'push'), [setView]);
  const clear = () => {
    setSelecting(false);
    setView({ pick: [], compare: false });
  };
  return { selecting, setSelecting, toggle, press: selecting ? toggle : open, clear };
}
